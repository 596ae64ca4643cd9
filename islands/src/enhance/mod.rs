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
//! | `data-live` | `<form method="get">` | filters: the page is drawn anew in place, as one types |
//! | `data-flash` | a notice | goes by itself |
//! | `data-reveal` | a button after a password | shows it |
//! | `data-send-files` | a form with files | sent as soon as they are chosen |
//! | `data-watch="failure"` | a part of a page | drawn anew when something was done to such a row |
//! | `data-seconds="90"` | a length | counts on |
//! | `data-waiting="work"` | a count in the navigation | asked for, and again when something was done |
//! | `data-seen="12"` | an intervention's page | the notifications about it are read |
//! | `data-connection` | a banner | shown while there is no network |

mod check;
mod connection;
mod dom;
mod flash;
mod form;
mod keep;
mod list;
mod live;
mod morph;
mod page;
mod ticking;
mod waiting;
mod watching;
mod widgets;

pub use live::{Due, follow};
pub use page::refresh;
pub use waiting::{changed as waiting_changed, show as show_waiting, watch as watch_waiting};

/// Starts listening; called once for each document.
pub fn start() {
    form::watch();
    list::watch();
    check::watch();
    keep::watch();
    flash::watch();
    connection::watch();
    widgets::watch();
    watching::watch();
    waiting::watch();
    ticking::watch();
    page::arrive();
}
