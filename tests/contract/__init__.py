"""The contract: what every platform's adapter holds, whatever its platform is like.

The tests here know no platform. They speak to a *rig* (``rig.py``), and each file under ``rigs/``
brings one: a new adapter is held to the contract as soon as ``rigs/<its folder's name>.py`` holds
an object called ``RIG``, and until then a test says that it is missing. A rig brings

- **eyes and hands**: what a client of the platform would make of the JSON that the adapter shows,
  read by a reader that is not the adapter's own, and the payloads that come back when a button is
  pressed or a form is sent;
- **its tongue**: the sentences of ``sentences.py`` as its members' client sends them;
- **its memory**: all recorded payloads, each with the event that it is or why it is none;
- **a stand-in**: the platform on loopback, that the adapter's own Chat speaks to, that can be read
  behind the adapter's back, and that can be told to limit, fail, hang up or keep silent.

What a platform cannot do is listed in its rig with the reason, never skipped in a test.
"""
