"""The outbox: what leaves or happens after commit, wanted in the transaction of the deed that causes it."""

from app.outbox.queue import Claimed, Undelivered, claim, enqueue, fail, finish, is_due

__all__ = ["Claimed", "Undelivered", "claim", "enqueue", "fail", "finish", "is_due"]
