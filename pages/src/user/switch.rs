//! Switching an account off, which asks first, or on again. The browser itself opens the question: no script is
//! needed.

use domain::UserId;
use i18n::{Locale, user as text};
use leptos::prelude::*;
use ui::{Align, Button, Icon, Menu, Variant};

pub(super) const ACTIVE: &str = "/rpc/user/active";

/// The button for what the account is not, called `name`.
pub(super) fn switch(locale: Locale, id: UserId, name: &str, is_active: bool) -> AnyView {
    if !is_active {
        return view! {
            <form method="post" action=ACTIVE>
                <input type="hidden" name="id" value=id.to_string() />
                <input type="hidden" name="active" value="true" />
                <Button label=text::reactivate(locale) icon=Icon::CircleCheck />
            </form>
        }
        .into_any();
    }
    let asked = text::deactivate_title(locale, name);
    view! {
        <Menu
            id="deactivate-user"
            label=text::deactivate(locale)
            icon=Icon::Ban
            variant=Variant::Ghost
            align=Align::End
        >
            <div class="grid max-w-80 gap-3 p-2 whitespace-normal">
                <p class="font-semibold">{asked}</p>
                <p class="text-ink-2">{text::deactivate_what(locale)}</p>
                <form method="post" action=ACTIVE>
                    <input type="hidden" name="id" value=id.to_string() />
                    <input type="hidden" name="active" value="false" />
                    <Button label=text::deactivate(locale) variant=Variant::Danger />
                </form>
            </div>
        </Menu>
    }
    .into_any()
}
