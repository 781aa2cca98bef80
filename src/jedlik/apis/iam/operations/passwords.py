"""The operations on passwords of users, and on the password policy of the account."""

from typing import Final

from jedlik.apis.iam.model import passwords as model
from jedlik.apis.iam.resources import (
    READ,
    WRITE,
    Need,
    Needs,
    Request,
    Rule,
    caller_name,
    control,
    named,
    on_account,
    on_entity,
)
from jedlik.core.errors import Reject, ServiceError
from jedlik.engine.context import Context
from jedlik.features.identity.entities import Named
from jedlik.features.identity.passwords import (
    check_password,
    create_login_profile,
    delete_login_profile,
    delete_password_policy,
    hashed,
    is_password,
    login_profile_of,
    password_policy_of,
    set_password_policy,
    update_login_profile,
)
from jedlik.features.identity.records import LoginProfileRecord
from jedlik.features.identity.transaction import Transaction, transact

_NO_USER: Final = ServiceError(
    "InvalidUserType", "Only IAM users can change their own password with this operation."
)
_WRONG_PASSWORD: Final = ServiceError("AccessDeniedException", "The old password is not correct.")
_NO_PASSWORD: Final = ServiceError("ValidationException", "A login profile needs a password.")


async def _create(
    request: model.CreateLoginProfileRequest, context: Context
) -> model.CreateLoginProfileResponse:
    entity, password = named(request, context, "user"), request.get("Password")
    if password is None:
        raise Reject(_NO_PASSWORD)
    new, must_change = await hashed(password), request.get("PasswordResetRequired", False)

    async def operation(transaction: Transaction) -> LoginProfileRecord:
        await check_password(transaction, entity.account_id, password)
        return await create_login_profile(
            transaction, entity, new, must_change=must_change, is_open=_is_open(context)
        )

    profile = await transact(context.node, operation)
    return {"LoginProfile": _members(entity, profile)}


async def _get(
    request: model.GetLoginProfileRequest, context: Context
) -> model.GetLoginProfileResponse:
    entity = named(request, context, "user")
    profile = await transact(context.node, lambda each: login_profile_of(each, entity))
    return {"LoginProfile": _members(entity, profile)}


async def _update(request: model.UpdateLoginProfileRequest, context: Context) -> None:
    entity, password = named(request, context, "user"), request.get("Password")
    new = None if password is None else await hashed(password)

    async def operation(transaction: Transaction) -> None:
        if password is not None:
            await check_password(transaction, entity.account_id, password)
        must_change = request.get("PasswordResetRequired")
        is_open = _is_open(context)
        await update_login_profile(transaction, entity, new, must_change, is_open=is_open)

    await transact(context.node, operation)


async def _delete(request: model.DeleteLoginProfileRequest, context: Context) -> None:
    entity = named(request, context, "user")
    await transact(context.node, lambda each: delete_login_profile(each, entity))


async def _change(request: model.ChangePasswordRequest, context: Context) -> None:
    name = caller_name(context)
    if name is None:
        raise Reject(_NO_USER)
    entity = Named(context.account_id, "user", name)
    profile = await transact(context.node, lambda each: login_profile_of(each, entity))
    if not await is_password(profile, request["OldPassword"]):
        raise Reject(_WRONG_PASSWORD)
    new = await hashed(request["NewPassword"])

    async def operation(transaction: Transaction) -> None:
        await check_password(transaction, entity.account_id, request["NewPassword"])
        if await login_profile_of(transaction, entity) != profile:
            raise Reject(_WRONG_PASSWORD)
        await update_login_profile(transaction, entity, new, False, is_open=_is_open(context))

    await transact(context.node, operation)


def _is_open(context: Context) -> bool:
    """Returns whether nobody has checked who the caller is."""
    return not context.principal.is_verified


def _members(entity: Named, profile: LoginProfileRecord) -> model.LoginProfile:
    return {
        "UserName": entity.name,
        "CreateDate": profile["CreatedS"],
        "PasswordResetRequired": profile["MustChange"],
    }


async def _get_policy(
    request: model.GetAccountPasswordPolicyRequest, context: Context
) -> model.GetAccountPasswordPolicyResponse:
    policy = await transact(context.node, lambda each: password_policy_of(each, context.account_id))
    members: model.PasswordPolicy = {"ExpirePasswords": "MaxPasswordAge" in policy}
    members.update(policy)  # type: ignore[typeddict-item]  # members of UpdateAccountPasswordPolicy
    return {"PasswordPolicy": members}


async def _update_policy(
    request: model.UpdateAccountPasswordPolicyRequest, context: Context
) -> None:
    await transact(
        context.node, lambda each: set_password_policy(each, context.account_id, request)
    )


async def _delete_policy(
    request: model.DeleteAccountPasswordPolicyRequest, context: Context
) -> None:
    await transact(context.node, lambda each: delete_password_policy(each, context.account_id))


def _on_caller(action: str) -> Rule:
    def rule(request: Request, context: Context) -> Needs:
        return (Need(action, context.principal.arn),)

    return rule


_ON_USER: Final = on_entity("user")

OPERATIONS: Final = (
    control("CreateLoginProfile", WRITE, model.CREATE_LOGIN_PROFILE, _create, _ON_USER),
    control("GetLoginProfile", READ, model.GET_LOGIN_PROFILE, _get, _ON_USER),
    control("UpdateLoginProfile", WRITE, model.UPDATE_LOGIN_PROFILE, _update, _ON_USER),
    control("DeleteLoginProfile", WRITE, model.DELETE_LOGIN_PROFILE, _delete, _ON_USER),
    control("ChangePassword", WRITE, model.CHANGE_PASSWORD, _change, _on_caller),
    control(
        "GetAccountPasswordPolicy",
        READ,
        model.GET_ACCOUNT_PASSWORD_POLICY,
        _get_policy,
        on_account,
    ),
    control(
        "UpdateAccountPasswordPolicy",
        WRITE,
        model.UPDATE_ACCOUNT_PASSWORD_POLICY,
        _update_policy,
        on_account,
    ),
    control(
        "DeleteAccountPasswordPolicy",
        WRITE,
        model.DELETE_ACCOUNT_PASSWORD_POLICY,
        _delete_policy,
        on_account,
    ),
)
