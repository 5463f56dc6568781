"""What the adapter knows of conversations and accounts, learned from each activity and answer.

Teams tells in passing what it must be told later: the address to call, the id by which this bot
knows an account (``29:…``, of use only together with this bot), the reader's time zone. People are
kept in bounded caches of the process, and asked for again when they are not there.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from cachetools import LRUCache

from adapters.teams.addresses import bare, channel_of, is_room_id, kind_of, tenant_of, user_of
from adapters.teams.memory import Memory
from adapters.teams.names import NAME
from adapters.teams.zones import zone_of
from bot.protocol.refs import Profile, User
from bot.text.urls import safe_url

Json = Mapping[str, Any]

PEOPLE = 50_000
"""Accounts that are kept at most; some 20 MB."""


class Directory:
    """``fallback_url`` is where to call as long as a tenant's own address is not known. ``trusts``
    says whether an address is one that may be given our tokens, wherever it was learned from."""

    def __init__(
        self, memory: Memory, fallback_url: str, trusts: Callable[[str], bool] = lambda _: True
    ) -> None:
        self.memory = memory
        self._trusts = trusts
        self._fallback = _slashed(fallback_url)
        # The file may be older than what is trusted now.
        self._services = {
            tenant: url for tenant, url in memory.services().items() if self._callable(url)
        }
        self._rooms = dict.fromkeys(memory.rooms())
        self._accounts: LRUCache[User, str] = LRUCache(PEOPLE)
        self._users: LRUCache[tuple[str, str], User] = LRUCache(PEOPLE)
        self._zones: LRUCache[User, str] = LRUCache(PEOPLE)
        self._names: LRUCache[User, str] = LRUCache(PEOPLE)
        self._chats: LRUCache[User, str] = LRUCache(PEOPLE)
        self._groups: LRUCache[str, str] = LRUCache(1000)
        self.bot_name = NAME
        """By which people mention us: an organisation may have given the app another one."""

    # Learning

    def heard(self, activity: Json) -> Profile | None:
        """Learn from an activity that was let in. Returns its sender as they are now if their time
        zone was not known, or is another one."""
        tenant = tenant_of(activity)
        us = activity.get("recipient") or {}
        if us.get("name") and str(us.get("id")).startswith("28:"):
            self.bot_name = str(us["name"])
        url = _slashed(str(activity.get("serviceUrl") or ""))
        if self._callable(url) and self._services.get(tenant) != url:
            self._services[tenant] = url
            self.memory.keep_service(tenant, url)
        kind = kind_of(activity)
        if kind != "personal":
            self.room(tenant, self.whole(tenant, channel_of(activity)))
        team = (activity.get("channelData") or {}).get("team") or {}
        if team.get("id") and team.get("aadGroupId"):
            self.keep_group(str(team["id"]), str(team["aadGroupId"]))
        sender = activity.get("from") or {}
        self.met(tenant, sender)
        user = user_of(sender, tenant)
        if user is not None:
            if kind == "personal":
                self.keep_chat(user, channel_of(activity))
            zone = zone_of(activity)
            if zone and self._zones.get(user) != zone:
                self._zones[user] = zone
                if name := self._names.get(user):
                    return Profile(user=user, name=name, zone=zone)
        return None

    def met(self, tenant: str, member: Json) -> None:
        """Learn the ids of an account, as a roster or an activity tells them."""
        user, account = user_of(member, tenant), str(member.get("id") or "")
        if user is None or not account:
            return
        self._accounts[user] = account
        self._users[tenant, account] = user
        if member.get("name"):
            self._names[user] = str(member["name"])

    def room(self, tenant: str, channel: str) -> None:
        """A room in which the bot is."""
        if (tenant, channel) not in self._rooms:
            self._rooms[tenant, channel] = None
            self.memory.keep_room(tenant, channel)

    def left(self, tenant: str, channels: Iterable[str]) -> None:
        """The bot was taken out of these rooms."""
        for channel in channels:
            self._rooms.pop((tenant, channel), None)
            self.memory.drop_room(tenant, channel)

    def forget_zone(self, user: User) -> None:
        """It could not be told on, and is to be news again."""
        self._zones.pop(user, None)

    def keep_chat(self, user: User, conversation: str) -> None:
        """A person's private chat with the bot; what is a room can never be one."""
        if is_room_id(conversation):
            return
        self._chats[user] = conversation

    def keep_group(self, team: str, group: str) -> None:
        """The id by which Microsoft Graph knows a team."""
        self._groups[team] = group

    # Questions

    def service_url(self, tenant: str) -> str:
        """Where to call for a tenant; ends with a slash."""
        return self._services.get(tenant, self._fallback)

    def rooms(self, tenant: str) -> list[str]:
        """The rooms of a tenant in which the bot was met, the newest first."""
        return [channel for owner, channel in reversed(self._rooms) if owner == tenant]

    def whole(self, tenant: str, channel: str) -> str:
        """A channel by its name of ours; where an activity did not tell the team, as it was met
        before."""
        if channel != f"{bare(channel)}/{bare(channel)}":
            return channel
        met = (room for room in self.rooms(tenant) if "/" in room and bare(room) == bare(channel))
        return next(met, channel)

    def account(self, user: User) -> str | None:
        """The id by which this bot knows a person's account."""
        return self._accounts.get(user)

    def user(self, tenant: str, account: str) -> User | None:
        """The person behind such an id."""
        return self._users.get((tenant, account))

    def zone(self, user: User) -> str | None:
        """The time zone (IANA) that a person's client told last."""
        return self._zones.get(user)

    def chat(self, user: User) -> str | None:
        """The conversation of a person's private chat with the bot."""
        return self._chats.get(user)

    def group(self, team: str) -> str | None:
        return self._groups.get(team)

    def _callable(self, url: str) -> bool:
        web = url.startswith(("http://", "https://")) and safe_url(url) == url
        return web and self._trusts(url)


def _slashed(url: str) -> str:
    return url if url.endswith("/") else url + "/"
