"""Which icons and tabs of Airflow's page somebody would only be refused by, as the style that hides them.

Airflow shows them to everybody and answers 403. What is hidden here stays refused there: this keeps nobody out. It asks
Airflow's own rights, so a role that gets a right sees the icon again.
"""

from airflow.api_fastapi.auth.managers.models.resource_details import DagAccessEntity

_HEAD = '[data-testid="header-card"]'
# By their place in the page; by their Dutch label only where the page gives nothing else.
_ICONS = (
    ("POST", DagAccessEntity.RUN, ('[data-testid="trigger-dag-button"]',)),
    (
        "PUT",
        DagAccessEntity.TASK_INSTANCE,
        (
            f'{_HEAD} button:not([data-testid="markdown-button"])',
            f"{_HEAD} + div:has(> button)",
            'button[aria-label^="Wis "]',
            'button[aria-label^="Markeer "]',
            'button[aria-label^="Notitie "]',
        ),
    ),
    ("DELETE", DagAccessEntity.RUN, ('button[aria-label^="Verwijder Dag"]',)),
    ("DELETE", DagAccessEntity.TASK_INSTANCE, ('button[aria-label^="Verwijder Taak"]',)),
    ("GET", DagAccessEntity.TASK_LOGS, ('#details-panel a[title="Logs"]', 'button[aria-label="Toon logs"]')),
    ("GET", DagAccessEntity.AUDIT_LOG, ('#details-panel a[title][href$="/events"]',)),
    ("GET", DagAccessEntity.CODE, ('#details-panel a[title][href$="/code"]',)),
    ("GET", DagAccessEntity.DEPENDENCIES, ('[data-testid="grid-view-button"] ~ button:last-child',)),
)
_ASSETS = ('[data-testid="nav-assets-link"]', '#details-panel a[title][href$="/asset_events"]')


def write_style(manager, user) -> str:
    """Return the style for this user, empty for who may do everything. Reads the database of the auth manager."""
    selectors = [
        selector
        for method, entity, icons in _ICONS
        if not manager.is_authorized_dag(method=method, access_entity=entity, user=user)
        for selector in icons
    ]
    if not manager.is_authorized_asset(method="GET", user=user):
        selectors += _ASSETS
    return f"{', '.join(selectors)} {{ display: none !important }}" if selectors else ""
