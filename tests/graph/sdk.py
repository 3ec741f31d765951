"""Microsoft's own clients against the local Graph: the one door to msal and msgraph-core.

msal signs in, and msgraph-core's adapter, upload task and page iterator do the calls; its middleware repeats and
redirects as it does for everybody. What had to be said to them: which authority to trust (an httpx client of our
making is handed to its factory, a session of requests to msal), the base URL (set on the adapter), which host may have
the token (127.0.0.2, where their own default is Microsoft's hosts), and that msal need not look our authority up in
Microsoft's list.
"""

import asyncio
import json
import ssl
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import httpx
import msal
import requests
from azure.core.credentials import AccessToken
from kiota_abstractions.api_error import APIError
from kiota_abstractions.method import Method
from kiota_abstractions.request_information import RequestInformation
from kiota_abstractions.serialization import ParseNodeFactoryRegistry, SerializationWriterFactoryRegistry
from kiota_abstractions.serialization.additional_data_holder import AdditionalDataHolder
from kiota_abstractions.serialization.parsable import Parsable
from kiota_serialization_json.json_parse_node_factory import JsonParseNodeFactory
from kiota_serialization_json.json_serialization_writer_factory import JsonSerializationWriterFactory
from msgraph_core import BaseGraphRequestAdapter, GraphClientFactory
from msgraph_core.authentication import AzureIdentityAuthenticationProvider
from msgraph_core.models import LargeFileUploadSession
from msgraph_core.tasks import LargeFileUploadTask, PageIterator

from graph.running import Graph

JSON = "application/json"


@dataclass
class Thing(AdditionalDataHolder, Parsable):
    """Any object of Graph, as the dictionary of its parts; msgraph-core has no models of its own."""

    additional_data: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def create_from_discriminator_value(cls, _parse_node: Any = None) -> "Thing":
        return cls()

    def get_field_deserializers(self) -> dict[str, Any]:
        return {}

    def serialize(self, writer: Any) -> None:
        writer.write_additional_data_value(self.additional_data)


@dataclass
class Page(Thing):
    """One page of a list, in the words the page iterator asks for."""

    value: list[Thing] = field(default_factory=list)
    odata_next_link: str | None = None

    def get_field_deserializers(self) -> dict[str, Any]:
        return {
            "value": lambda node: setattr(self, "value", node.get_collection_of_object_values(Thing)),
            "@odata.nextLink": lambda node: setattr(self, "odata_next_link", node.get_str_value()),
        }


class Credential:
    """What msgraph-core asks a token of: msal, with the secret or with the certificate."""

    def __init__(self, graph: Graph, credential: Any) -> None:
        self.scope, session = graph.scope, requests.Session()
        session.trust_env = False  # a proxy or an authority of this machine goes before what is said here
        session.verify = str(graph.ca_file)
        self.app = msal.ConfidentialClientApplication(
            graph.client_id,
            client_credential=credential,
            authority=f"{graph.authority}/{graph.tenant}",
            instance_discovery=False,
            validate_authority=False,
            http_client=session,
        )

    def ask(self) -> dict[str, Any]:
        return self.app.acquire_token_for_client([self.scope])

    async def get_token(self, *_scopes: str, **_options: Any) -> AccessToken:
        told = await asyncio.to_thread(self.ask)
        return AccessToken(told["access_token"], told["expires_in"])

    async def close(self) -> None:
        pass


class Sdk:
    """The calls a publication makes, each as Microsoft's client makes it."""

    def __init__(self, graph: Graph) -> None:
        ParseNodeFactoryRegistry().CONTENT_TYPE_ASSOCIATED_FACTORIES[JSON] = JsonParseNodeFactory()
        SerializationWriterFactoryRegistry().CONTENT_TYPE_ASSOCIATED_FACTORIES[JSON] = JsonSerializationWriterFactory()
        host = str(urlsplit(graph.base_url).hostname)
        credential = Credential(graph, graph.client_secret)
        provider = AzureIdentityAuthenticationProvider(credential, scopes=[graph.scope], allowed_hosts=[host])
        context = ssl.create_default_context(cafile=graph.ca_file)
        client = httpx.AsyncClient(verify=context, trust_env=False, timeout=20)
        client = GraphClientFactory.create_with_default_middleware(client=client)
        self.graph = graph
        self.adapter = BaseGraphRequestAdapter(provider, http_client=client)
        self.adapter.base_url = graph.base_url

    def _request(self, method: Method, path: str, body: Any = None, content: bytes | None = None) -> RequestInformation:
        request = RequestInformation()
        request.http_method = method
        request.url = path if path.startswith("https:") else f"{self.graph.base_url}{path}"
        request.headers.try_add("Accept", JSON)
        if body is not None:
            request.set_stream_content(json.dumps(body).encode(), JSON)
        if content is not None:
            request.set_stream_content(content)
        return request

    async def call(self, method: str, path: str, body: Any = None, content: bytes | None = None) -> dict[str, Any]:
        """Make one call and return the object that comes. Raises APIError."""
        request = self._request(Method(method), path, body, content)
        found = await self.adapter.send_async(request, Thing, {"XXX": APIError})
        return {} if found is None else found.additional_data

    async def listed(self, path: str) -> list[dict[str, Any]]:
        """Return everything of a list, by its page iterator."""
        first = await self.adapter.send_async(self._request(Method.GET, path), Page, {"XXX": APIError})
        found: list[dict[str, Any]] = []
        iterator = PageIterator(first, self.adapter)
        await iterator.iterate(lambda thing: found.append(thing.additional_data) or True)
        return found

    async def download(self, path: str) -> bytes:
        """Return the bytes, by its redirect handler."""
        return await self.adapter.send_primitive_async(self._request(Method.GET, path), "bytes", {"XXX": APIError})

    async def upload(self, path: str, content: bytes, fragment: int) -> None:
        """Upload by its large file task. Raises APIError."""
        asked = self._request(Method.POST, path, {"item": {"@microsoft.graph.conflictBehavior": "fail"}})
        session = await self.adapter.send_async(asked, LargeFileUploadSession, {"XXX": APIError})
        await LargeFileUploadTask(session, self.adapter, BytesIO(content), Thing, fragment).upload()
