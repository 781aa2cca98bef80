"""The operations on the account as a whole: its alias, its summary, the report of credentials."""

from typing import Final

from jedlik.apis.iam.answers import paging
from jedlik.apis.iam.model import account as model
from jedlik.apis.iam.resources import READ, WRITE, control, on_account
from jedlik.engine.context import Context
from jedlik.features.identity.aliases import aliases_of, create_alias, delete_alias
from jedlik.features.identity.credential_report import credential_report
from jedlik.features.identity.listing import page_of, wanted
from jedlik.features.identity.summary import account_summary
from jedlik.features.identity.transaction import transact


async def _create_alias(request: model.CreateAccountAliasRequest, context: Context) -> None:
    alias = request["AccountAlias"]
    await transact(context.node, lambda each: create_alias(each, context.account_id, alias))


async def _delete_alias(request: model.DeleteAccountAliasRequest, context: Context) -> None:
    alias = request["AccountAlias"]
    await transact(context.node, lambda each: delete_alias(each, context.account_id, alias))


async def _list_aliases(
    request: model.ListAccountAliasesRequest, context: Context
) -> model.ListAccountAliasesResponse:
    page = wanted(request.get("Marker"), request.get("MaxItems"))
    aliases = await transact(context.node, lambda each: aliases_of(each, context.account_id))
    listed = page_of(aliases, page)
    return {"AccountAliases": listed.items, **paging(listed.marker)}


async def _summary(
    request: model.GetAccountSummaryRequest, context: Context
) -> model.GetAccountSummaryResponse:
    counts = await account_summary(context.node, context.account_id)
    members: model.GetAccountSummaryResponse = {"SummaryMap": {}}
    members["SummaryMap"].update(counts)  # type: ignore[arg-type]  # the names of the model
    return members


async def _generate_report(
    request: model.GenerateCredentialReportRequest, context: Context
) -> model.GenerateCredentialReportResponse:
    """The report is made when it is read, so it is always complete."""
    return {"State": "COMPLETE"}


async def _report(
    request: model.GetCredentialReportRequest, context: Context
) -> model.GetCredentialReportResponse:
    text = await credential_report(context.node, context.account_id)
    return {
        "Content": text.encode(),
        "ReportFormat": "text/csv",
        "GeneratedTime": context.node.clock.now_ms() // 1000,
    }


OPERATIONS: Final = (
    control("CreateAccountAlias", WRITE, model.CREATE_ACCOUNT_ALIAS, _create_alias, on_account),
    control("DeleteAccountAlias", WRITE, model.DELETE_ACCOUNT_ALIAS, _delete_alias, on_account),
    control("ListAccountAliases", READ, model.LIST_ACCOUNT_ALIASES, _list_aliases, on_account),
    control("GetAccountSummary", READ, model.GET_ACCOUNT_SUMMARY, _summary, on_account),
    control(
        "GenerateCredentialReport",
        READ,
        model.GENERATE_CREDENTIAL_REPORT,
        _generate_report,
        on_account,
    ),
    control("GetCredentialReport", READ, model.GET_CREDENTIAL_REPORT, _report, on_account),
)
