//! The pages before sign-in. They load no program in the browser (`crate::document`): their forms post by themselves.

mod code;
mod confirm;
mod foot;
mod forgot;
mod login;
mod person;
mod register;
mod reset;
mod setup;

pub use code::code;
pub use confirm::confirm;
pub use forgot::forgot;
pub use login::login;
pub use register::register;
pub use reset::{invitation, reset};
pub use setup::setup;

use crate::session::use_session;
use foot::foot;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::AuthLayout;

/// What stands above the content of a door.
struct Head {
    /// The document's title.
    name: &'static str,
    title: &'static str,
    /// Under the title; empty for none.
    text: &'static str,
}

impl Head {
    /// With the document's title above the content.
    const fn new(title: &'static str, text: &'static str) -> Self {
        Self { name: title, title, text }
    }

    /// The page.
    fn above(self, content: AnyView) -> AnyView {
        let Self { name, title, text } = self;
        view! {
            <Title text=name />
            <AuthLayout
                product=use_session().product()
                title=title
                nostrip:text=(!text.is_empty()).then(|| text.to_owned())
                foot=foot()
            >
                {content}
            </AuthLayout>
        }
        .into_any()
    }
}
