"""The alias of an account. An alias is unique among all accounts."""

from jedlik.core.errors import Reject, ServiceError
from jedlik.features.identity.accounts import new_account
from jedlik.features.identity.records import AliasRecord, account_entry, alias_entry
from jedlik.features.identity.refusals import no_such_entity
from jedlik.features.identity.transaction import Transaction


async def create_alias(transaction: Transaction, account_id: str, alias: str) -> None:
    """Gives an account an alias in place of the one it has. Raises Reject."""
    entry = account_entry(account_id)
    account = await transaction.get(entry) or new_account(account_id, transaction.now_s)
    found = await transaction.get(alias_entry(alias))
    if found is not None and found["AccountId"] != account_id:
        message = f"The account alias {alias} already exists."
        raise Reject(ServiceError("EntityAlreadyExists", message))
    if "Alias" in account:
        transaction.delete(alias_entry(account["Alias"]))
    account["Alias"] = alias
    record: AliasRecord = {"AccountId": account_id}
    transaction.put(alias_entry(alias), record)
    transaction.put(entry, account)


async def delete_alias(transaction: Transaction, account_id: str, alias: str) -> None:
    """Takes its alias from an account. Raises Reject with NoSuchEntity."""
    entry = account_entry(account_id)
    account = await transaction.get(entry)
    if account is None or account.get("Alias") != alias:
        raise no_such_entity(f"The account alias {alias} cannot be found.")
    del account["Alias"]
    transaction.delete(alias_entry(alias))
    transaction.put(entry, account)


async def aliases_of(transaction: Transaction, account_id: str) -> list[str]:
    """Returns the alias of an account, as a list of one or none."""
    account = await transaction.get(account_entry(account_id))
    return [account["Alias"]] if account is not None and "Alias" in account else []
