//! What may become of one equipment: its state, retirement, deletion. Offered by permission.

use super::api::{DELETE, LIFT, RETIRE, STATE};
use crate::{
    dialog::FormDialog,
    form::{Form, refused_here},
    session::may,
    shared::{error_text, labels, removal::Removal, replay::Replay},
};
use domain::{
    Noun, Permission, Refusal,
    equipment::{EquipmentDetail, EquipmentState, State, may_delete},
    error::Usage,
    reference::{self, EQUIPMENT},
};
use i18n::{Locale, common, equipment as text};
use leptos::prelude::*;
use ui::{Align, Button, DialogButton, Icon, LinkButton, Menu, MenuButton, Size, Variant};

const CHANGE: &str = "equipment-state";
const REMOVE: &str = "equipment-remove";

/// The buttons at the head of the page.
pub(super) fn buttons(locale: Locale, e: &EquipmentDetail) -> AnyView {
    if !may(Permission::EquipmentWrite) {
        return ().into_any();
    }
    let id = e.row.id;
    let retired = e.row.retired_at.is_some();
    let state = (!retired).then(|| {
        view! { <DialogButton dialog=CHANGE label=text::change_state(locale) icon=Icon::Activity /> }
    });
    let remove = may(Permission::EquipmentDelete).then(|| {
        view! {
            <DialogButton
                dialog=REMOVE
                label=text::remove(locale)
                icon=Icon::Trash
                variant=Variant::Ghost
                class="w-full justify-start text-danger"
            />
        }
    });
    view! {
        <div class="btn-group">
            <LinkButton href=format!("/equipments/{id}/edit") label=common::edit(locale) icon=Icon::Pencil />
            {state}
            <Menu
                id="equipment-actions"
                label=text::other_actions(locale)
                icon=Icon::Ellipsis
                icon_only=true
                align=Align::End
            >
                <form method="post" action=RETIRE>
                    <input type="hidden" name="id" value=id.to_string() />
                    {retired.then(|| view! { <input type="hidden" name="restore" value="true" /> })}
                    <MenuButton
                        label=if retired { text::restore(locale) } else { text::retire(locale) }
                        icon=if retired { Icon::ArchiveRestore } else { Icon::Archive }
                    />
                </form>
                {remove}
            </Menu>
        </div>
    }
    .into_any()
}

/// That the state was set by hand, against what failures and work say, and the way back.
pub(super) fn by_hand(locale: Locale, e: &EquipmentDetail) -> AnyView {
    if !e.state_by_hand {
        return ().into_any();
    }
    let id = e.row.id.to_string();
    let lift = may(Permission::EquipmentWrite).then(|| {
        view! {
            <form method="post" action=LIFT>
                <input type="hidden" name="id" value=id />
                <Button label=text::lift_state(locale) icon=Icon::Undo size=Size::Small />
            </form>
        }
    });
    view! {
        <div class="mt-2 flex flex-wrap items-center gap-3">
            {text::state_by_hand(locale)} {lift}
        </div>
    }
    .into_any()
}

/// Why a button was refused: somebody else was quicker.
pub(super) fn refusal(locale: Locale, replay: Option<&Replay>) -> Option<AnyView> {
    refused_here(locale, replay, &[RETIRE, LIFT])
}

/// The dialogs behind the buttons.
pub(super) fn dialogs(locale: Locale, e: &EquipmentDetail, replay: Option<&Replay>) -> AnyView {
    if !may(Permission::EquipmentWrite) {
        return ().into_any();
    }
    let delete = may(Permission::EquipmentDelete).then(|| removal(locale, e, replay));
    view! {
        {state(locale, e, replay)}
        {delete}
    }
    .into_any()
}

fn state(locale: Locale, e: &EquipmentDetail, replay: Option<&Replay>) -> AnyView {
    let form = Form::new(locale, STATE, replay);
    let states = EquipmentState::ALL.iter().map(|s| (s.to_string(), labels::state(locale, *s).to_owned()));
    let now = form.input("state", text::state(locale)).stored(e.row.state.to_string());
    let reason = form
        .input("state_reason", text::state_reason(locale))
        .stored(e.state_reason.clone().unwrap_or_default())
        .hint(text::reason_hint(locale));
    let fields = view! { {now.select(states.collect(), None)} {reason.max(300).area(3)} };
    let label = |field: &str| match field {
        "state" => text::state(locale).to_owned(),
        _ => text::state_reason(locale).to_owned(),
    };
    let hidden = vec![("id".to_owned(), e.row.id.to_string())];
    let title = text::change_state_title(locale, &e.row.code);
    let dialog = FormDialog { hidden, ..FormDialog::saving(locale, CHANGE.to_owned(), title) };
    dialog.draw(locale, &form, label, fields.into_any())
}

/// Asks before deleting; what has history is not offered for deletion at all, retirement is.
fn removal(locale: Locale, e: &EquipmentDetail, replay: Option<&Replay>) -> AnyView {
    let form = Form::new(locale, DELETE, replay);
    let id = e.row.id;
    let known = State { retired_at: e.row.retired_at, interventions: e.row.interventions_count };
    let allowed = may_delete(known).is_ok() && e.components_count == 0;
    let instead = e.row.retired_at.is_none() && (!allowed || form.is_replayed());
    let retire = instead.then(|| {
        view! {
            <form method="post" action=RETIRE>
                <input type="hidden" name="id" value=id.to_string() />
                <Button label=text::retire(locale) icon=Icon::Archive />
            </form>
        }
    });
    let delete = allowed.then(|| {
        view! {
            <form method="post" action=DELETE>
                <input type="hidden" name="id" value=id.to_string() />
                <Button label=common::delete(locale) variant=Variant::Danger />
            </form>
        }
    });
    let what = match may_delete(known) {
        Ok(()) if allowed => text::remove_what(locale).to_owned(),
        Ok(()) => {
            let by = Usage { noun: Noun::Equipment, count: e.components_count, examples: vec![] };
            error_text::refusal(locale, &Refusal::InUse { by: vec![by] })
        }
        Err(_) => text::remove_instead(locale).to_owned(),
    };
    view! {
        <Removal
            id=REMOVE
            title=text::remove_title(locale, &e.row.code)
            text=what
            answer=Signal::stored(form.refusal().cloned())
            open=form.is_replayed()
            where_used=Callback::new(move |usage: Usage| reference::list(EQUIPMENT, id.0, usage.noun))
        >
            {retire}
            {delete}
        </Removal>
    }
    .into_any()
}
