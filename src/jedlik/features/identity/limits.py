"""Quotas of IAM.

Source: IAM User Guide, "IAM and AWS STS quotas". Quotas that AWS raises on request have their
default. How many users, groups, roles and policies an account may have is not limited here.
"""

from typing import Final

ACCESS_KEYS_PER_USER: Final = 2
GROUPS_PER_USER: Final = 10
ATTACHED_POLICIES: Final = 10  # of a user, group or role
INSTANCE_PROFILE_ROLES: Final = 1
TAGS: Final = 50
OPENID_PROVIDERS: Final = 100  # of an account
CLIENT_IDS: Final = 100  # of a provider
THUMBPRINTS: Final = 5
VERSIONS: Final = 5  # of a managed policy

# In characters that are not white space.
MANAGED_POLICY_CHARACTERS: Final = 6_144
USER_POLICY_CHARACTERS: Final = 2_048  # of all inline policies together
GROUP_POLICY_CHARACTERS: Final = 5_120
ROLE_POLICY_CHARACTERS: Final = 10_240
TRUST_POLICY_CHARACTERS: Final = 2_048

# As GetAccountSummary shows them.
USERS: Final = 5_000
GROUPS: Final = 300
ROLES: Final = 1_000
POLICIES: Final = 1_500
POLICY_VERSIONS: Final = 10_000
INSTANCE_PROFILES: Final = 1_000
SERVER_CERTIFICATES: Final = 20
SIGNING_CERTIFICATES_PER_USER: Final = 2

MAX_SESSION_S: Final = 3_600  # the default of a role
