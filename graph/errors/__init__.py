"""What can go wrong, in one place.

OpenPlazaError
├── BadFacts             a row of a table is wrong; carries every finding
├── BadSheet             a file that was sent is no table that can be read
├── BadSetting           a setting is unknown or out of range
├── BadParameter         a value given to a question has the wrong form
├── BadQuestion          a query file of the catalogue is written wrongly
├── BadQuery             the query text does not parse; carries line and column
├── Refused              the request asks for something this service never does
├── TooLarge             the request is larger than this service reads
├── Truncated            the answer would be cut, and the client takes none that is
├── NotFound             nothing has this name
├── NotSignedIn          this is for people who are signed in
├── NotAllowed           the person who is signed in may not do this
├── ForeignSite          a page of another site sent this
├── SignInFailed         the e-mail address and the passphrase do not belong together
├── TooManyTries         somebody tried something too often
├── ProviderFailed       the OpenID provider gives no answer that can be used
├── DatabaseUnavailable  the database of people gives no answer
├── FaultyChanges        a change set that was sent has faults; carries each with its place
├── KeyUsed              a key that takes a request once was used for another
├── NoJson               a body that must be JSON is not said to be
├── ChangedMeanwhile     somebody else was faster, or the step does not fit what it is now
├── Incomplete           something that a step needs is missing
├── ResultsFull          kept answers have no room for one more
├── ResultGone           the bytes of a kept answer made room for others
├── StoppedWork          work in the background came to no end
├── TimedOut             the evaluation passed its time limit
├── OutOfMemory          the evaluation passed its memory limit
├── Abandoned            the client went away, so the evaluation was ended
├── Busy                 every evaluation slot is taken
├── StoreUnreachable     the remote store gives no answer
├── BadStoreAnswer       the remote store gives an answer that cannot be used; carries the reason
├── LoadFailed           the remote store does not hold what was sent to it
├── NoRevision           nothing has been built yet
└── Damaged              a file of a revision is not what its manifest says
"""

from __future__ import annotations

from graph.errors.base import (
    OpenPlazaError,
)
from graph.errors.change_sets import FaultyChanges, KeyUsed, NoJson
from graph.errors.failures import (
    Abandoned,
    BadFacts,
    BadParameter,
    BadQuery,
    BadQuestion,
    BadSetting,
    BadSheet,
    BadStoreAnswer,
    Busy,
    Damaged,
    LoadFailed,
    NoRevision,
    NotFound,
    OutOfMemory,
    ParameterValue,
    Refused,
    StoreUnreachable,
    TimedOut,
    TooLarge,
    Truncated,
)
from graph.errors.people import (
    DatabaseUnavailable,
    ForeignSite,
    NotAllowed,
    NotSignedIn,
    ProviderFailed,
    SignInFailed,
    TooManyTries,
)
from graph.errors.results import ResultGone, ResultsFull
from graph.errors.review import (
    ChangedMeanwhile,
    Incomplete,
    StoppedWork,
)

__all__ = [
    "Abandoned",
    "BadFacts",
    "BadParameter",
    "BadQuery",
    "BadQuestion",
    "BadSetting",
    "BadSheet",
    "BadStoreAnswer",
    "Busy",
    "ChangedMeanwhile",
    "Damaged",
    "DatabaseUnavailable",
    "FaultyChanges",
    "ForeignSite",
    "Incomplete",
    "KeyUsed",
    "LoadFailed",
    "NoJson",
    "NoRevision",
    "NotAllowed",
    "NotFound",
    "NotSignedIn",
    "OpenPlazaError",
    "OutOfMemory",
    "ParameterValue",
    "ProviderFailed",
    "Refused",
    "ResultGone",
    "ResultsFull",
    "SignInFailed",
    "StoppedWork",
    "StoreUnreachable",
    "TimedOut",
    "TooLarge",
    "TooManyTries",
    "Truncated",
]
