"""Who comes and goes: people in teams and chats, and the bot itself."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from adapters.teams import heard_keys
from adapters.teams.addresses import kind_of, place_of, team_of, tenant_of
from adapters.teams.heard import Heard
from adapters.teams.names import PLATFORM
from adapters.teams.profiles import person, profile_of
from adapters.teams.times import when
from bot.protocol.events import Event, HomeOpened, Installed, Joined, Left
from bot.protocol.refs import Key, Place

Json = Mapping[str, Any]

_OF_ONE_CHANNEL = ("channelMemberAdded", "channelMemberRemoved")
"""Comings and goings in a private or shared channel, which has members of its own."""


def members(activity: Json, heard: Heard) -> tuple[Event, ...]:
    if kind_of(activity) == "personal":
        return ()  # a private chat begins with its two and stays so
    return (*_entered(activity, heard), *_gone(activity, heard))


def _entered(activity: Json, heard: Heard) -> Iterator[Event]:
    workspace, at = tenant_of(activity), when(activity, heard.at)
    for member in activity.get("membersAdded") or ():
        if _ourselves(member, activity, heard):
            yield _installed(activity, heard_keys.of_part("added", activity, "bot"), heard)
        elif (who := person(member, workspace, heard.people)) is not None:
            # Without a name there is nothing to learn: whoever asks the roster finds more.
            profile = profile_of(who, member, None) if member.get("name") else None
            for place in _places(activity, heard):
                keys = heard_keys.of_part("added", activity, who.user, place.channel)
                yield Joined(at=at, keys=keys, who=who, place=place, profile=profile)


def _gone(activity: Json, heard: Heard) -> Iterator[Event]:
    workspace, at = tenant_of(activity), when(activity, heard.at)
    for member in activity.get("membersRemoved") or ():
        who = person(member, workspace, heard.people)
        if who is None:
            continue  # the bot is still in the tenant, for people and for other teams
        for place in _places(activity, heard):
            keys = heard_keys.of_part("removed-member", activity, who.user, place.channel)
            yield Left(at=at, keys=keys, who=who, place=place)


def _places(activity: Json, heard: Heard) -> Iterator[Place]:
    """The rooms that a person enters or leaves: all channels of a team at once."""
    here = place_of(activity)
    team = team_of(here.channel)
    data = activity.get("channelData") or {}
    if team is None:
        yield here
    elif data.get("eventType") in _OF_ONE_CHANNEL:
        channel = (data.get("channel") or {}).get("id")
        yield replace(here, channel=f"{team}/{channel}") if channel else here
    else:
        channels = [f"{team}/{channel}" for channel in heard.channels] or [here.channel]
        for channel in dict.fromkeys(channels):
            yield replace(here, channel=channel)


def installation(activity: Json, heard: Heard) -> tuple[Event, ...]:
    if activity.get("action") != "add":
        return ()  # an upgrade changes nothing here; of a removal nobody needs to be told
    keys = heard_keys.of_part("installation", activity)
    if kind_of(activity) != "personal":
        return (_installed(activity, keys, heard),)
    who = person(activity.get("from") or {}, tenant_of(activity), heard.people)
    if who is None:
        return ()
    at = when(activity, heard.at)
    return (HomeOpened(at=at, keys=keys, who=who, place=place_of(activity)),)


def _ourselves(member: Json, activity: Json, heard: Heard) -> bool:
    own = (heard.bot, (activity.get("recipient") or {}).get("id"))
    return bool(member.get("id")) and member.get("id") in own


def _installed(activity: Json, keys: tuple[Key, ...], heard: Heard) -> Installed:
    team = (activity.get("channelData") or {}).get("team") or {}
    return Installed(
        at=when(activity, heard.at),
        keys=keys,
        platform=PLATFORM,
        workspace=tenant_of(activity),
        name=str(team.get("name") or ""),
    )
