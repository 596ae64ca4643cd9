//! What makes the server's pages better where scripts run. Every form and link of a page works without it; here they keep
//! the place, the focus and what was typed.
//!
//! Everything is heard at the document, so that what a page brings later needs no wiring. A page asks for it by attributes:
//!
//! | Attribute | On | Effect |
//! |---|---|---|
//! | none | `<form method="post">` | sent in the background; a refusal is shown in place |
//! | `data-plain` | a form | left to the browser |
//! | `data-keep="site:3"` | a form | what is typed is kept in the tab until it is saved |
//! | `data-drop="FORM"` | a form | once it is done, what is typed into the form of that id is thrown away |
//! | `data-preview="…"` | a form of a mail's words | the mail is drawn as one types |
//! | `data-step` | a form | what it leads to is another page, even at the same address: loaded, and Back leads back |
//! | `data-live` | `<form method="get">` | filters: the page is drawn anew in place, as one types |
//! | `data-flash` | a notice | goes by itself |
//! | `data-reveal` | a button after a password | shows it |
//! | `data-strength="12"` | a new password | how strong it is, while it is typed: its rule, then own names, one a line |
//! | `data-check` | a form | what is wrong with a field is asked when it is left |
//! | `data-copy="text"` | a button | copies it, and says so in the next `data-copied="words"` |
//! | `data-palette` | a link to the search | opens its dialog in its place |
//! | `data-lasting` | a part of a page | stays as it is while the page around it is drawn anew |
//! | `data-print` | a button | prints the page |
//! | `data-closes` | a button in a menu | closes the menu |
//! | `data-ticked="…"` | the words of a bar within a form | say how many rows are ticked |
//! | `data-rows="draft[rows]"` | rows of a form, before their `<template>` | `data-add-row`, `data-empty-row`: added, taken away |
//! | `data-suggest="equipment"` | around a field and its list | suggests while one types |
//! | `data-groups-of="draft[site_id]"` | around a list in groups | offers those of what is chosen there |
//! | `data-amount="draft[value]"` | a line | repeats an amount as it is understood |
//! | `data-send-files` | a form with files | sent as soon as they are chosen, in parts (the island `Uploads` tells how far) |
//! | `data-by-hand` | a part of such a form | hidden where that is so: its button |
//! | `data-in-place` | a part of a page | links in it to the same page are drawn in place |
//! | `data-watch="failure"` | a part of a page | drawn anew when something was done to such a row |
//! | `data-again="1"` | a part of a page | drawn anew every so many seconds, while it is there |
//! | `data-row` | links in a row that scrolls | shows the current one |
//! | `data-shown-with="site_id=3"` | a part of a form | shown while that is chosen |
//! | `data-seconds="90"` | a length | counts on |
//! | `data-waiting="work"` | a count in the navigation | asked for, and again when something was done |
//! | `data-seen="12"` | an intervention's page | the notifications about it are read |
//! | `data-connection` | a banner | shown while there is no network |

mod again;
mod check;
mod connection;
mod copy;
mod dom;
mod files;
mod flash;
mod follow;
mod form;
mod keep;
mod link;
mod list;
mod live;
mod morph;
mod page;
mod palette;
mod preview;
mod rows;
mod scroll;
mod shown_with;
mod strength;
mod suggest;
mod ticking;
mod ticks;
mod waiting;
mod watching;
mod widgets;

/// Starts listening; called once for each document.
pub fn start() {
    // Before the links are: its own is not one to another page then.
    palette::watch();
    form::watch();
    list::watch();
    link::watch();
    check::watch();
    // Before somebody is asked whether to leave: without network nobody leaves.
    connection::watch();
    keep::watch();
    preview::watch();
    flash::watch();
    // Before the names of the files are written: those that are sent are no longer there.
    files::watch();
    widgets::watch();
    shown_with::watch();
    strength::watch();
    copy::watch();
    watching::watch();
    waiting::watch();
    ticking::watch();
    ticks::watch();
    rows::watch();
    suggest::watch();
    follow::watch();
    scroll::watch();
    page::arrive();
}
