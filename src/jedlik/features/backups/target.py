"""The target of backups, for the jobs that send, restore and delete them (docs/adr/0040).

A target that is away stops nobody else: the job waits, and the log says why.
"""

from typing import final

from jedlik.features.backups.blocks import DamagedBlockError
from jedlik.features.backups.objects import Envelope
from jedlik.features.backups.place import Place, PlaceAwayError
from jedlik.features.backups.records import Backup, block_key
from jedlik.features.options import BackupTarget


class OtherTargetError(PlaceAwayError):
    """The server was not started with the target that has a backup."""


@final
class Target:
    """The target that a server was started with. name: as the option names it.

    stays: whether blocks that were sent stay in the storage.
    """

    def __init__(self, option: BackupTarget) -> None:
        self.name = option.name
        self.stays = option.stays
        self.place = Place(
            option.name,
            option.buckets,
            option.bucket,
            option.prefix,
            Envelope(option.folder_key),
        )
        self._option = option

    async def send_block(self, backup: Backup, number: int) -> None:
        """Sends a block as it is stored. Raises PlaceAwayError and DamagedBlockError."""
        (raw,) = await self._option.raw.read([block_key(backup, number)], consistent=True)
        if raw is None:
            raise DamagedBlockError(f"block {number} of backup {backup['Id']} is missing")
        await self.place.put_block(backup, number, raw)

    async def block(self, backup: Backup, number: int) -> bytes:
        """Returns a block, decrypted. Raises PlaceAwayError and DamagedBlockError.

        If the table has a data key, it was opened.
        """
        raw = await self.place.block(backup, number)
        return self._option.decrypted(backup["Source"]["Id"], raw)


def target_of(backup: Backup, target: Target | None) -> Target:
    """Returns the target that has a backup. Raises OtherTargetError.

    backup: one with the member Outside.
    """
    name = backup["Outside"]["Target"]
    if target is None or target.name != name:
        raise OtherTargetError(
            f"backup {backup['Id']} of table {backup['Source']['TableName']} is in {name}: give"
            f" --backup-target {name}"
        )
    return target
