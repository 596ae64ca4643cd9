//! Switching an account off, which asks first, or on again. The browser itself opens the question: no script is
//! needed.

use super::api::SetUserActive;
use domain::UserId;
use i18n::{Locale, user as text};
use leptos::{form::ActionForm, prelude::*};
use ui::{Align, Button, Icon, Menu, Variant};

/// The button for what the account is not, called `name`.
pub(super) fn switch(
    locale: Locale,
    id: UserId,
    name: &str,
    is_active: bool,
    active: ServerAction<SetUserActive>,
) -> AnyView {
    if !is_active {
        return view! {
            <ActionForm action=active>
                <input type="hidden" name="id" value=id.to_string() />
                <input type="hidden" name="active" value="true" />
                <Button label=text::reactivate(locale) icon=Icon::CircleCheck busy=active.pending() />
            </ActionForm>
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
                <ActionForm action=active>
                    <input type="hidden" name="id" value=id.to_string() />
                    <input type="hidden" name="active" value="false" />
                    <Button label=text::deactivate(locale) variant=Variant::Danger busy=active.pending() />
                </ActionForm>
            </div>
        </Menu>
    }
    .into_any()
}
