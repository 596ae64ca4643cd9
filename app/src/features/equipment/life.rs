//! What may become of one equipment: its state, retirement, deletion. Offered by permission.

use super::api::{ChangeState, DeleteEquipment, LiftState, RetireEquipment};
use crate::{
    session::may,
    shared::{
        form::{Form, input_name},
        labels,
        removal::Removal,
        replay::Replay,
    },
};
use domain::{
    Permission,
    equipment::{EquipmentDetail, EquipmentState, State, StateDraft, may_delete},
    error::Usage,
    reference::{self, EQUIPMENT},
};
use i18n::{Locale, common, equipment as text};
use leptos::{
    form::ActionForm,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{HtmlDialogElement, HtmlElement},
};
use ui::{
    Align, Banner, Button, Dialog, DialogActions, DialogButton, Icon, LinkButton, Menu, MenuButton, Select,
    Size, TextArea, Tone, Variant,
};

const STATE: &str = "equipment-state";
const REMOVE: &str = "equipment-remove";
const MENU: &str = "equipment-actions";

/// The actions of the page; made once, so that what follows them can be followed.
#[derive(Clone, Copy)]
pub(super) struct Life {
    pub state: ServerAction<ChangeState>,
    pub lift: ServerAction<LiftState>,
    pub retire: ServerAction<RetireEquipment>,
    pub delete: ServerAction<DeleteEquipment>,
}

impl Life {
    pub fn new() -> Self {
        let life = Self {
            state: ServerAction::new(),
            lift: ServerAction::new(),
            retire: ServerAction::new(),
            delete: ServerAction::new(),
        };
        let (state, retire) = (life.state.value(), life.retire.value());
        // What was asked is done: nothing stays open over the page.
        Effect::new(move |_| {
            if matches!(state.get(), Some(Ok(()))) {
                close(STATE);
            }
        });
        Effect::new(move |_| {
            if matches!(retire.get(), Some(Ok(()))) {
                close(REMOVE);
                close(MENU);
            }
        });
        life
    }

    /// Changes with every action that was done: what the page shows must be read again.
    pub fn version(&self) -> usize {
        self.state.version().get() + self.lift.version().get() + self.retire.version().get()
    }
}

fn close(id: &str) {
    let Some(element) = document().get_element_by_id(id) else { return };
    if let Some(dialog) = element.dyn_ref::<HtmlDialogElement>() {
        dialog.close();
    } else if let Some(panel) = element.dyn_ref::<HtmlElement>() {
        // Fails only when it is not open.
        let _ = panel.hide_popover();
    }
}

/// The buttons at the head of the page.
pub(super) fn buttons(locale: Locale, life: Life, e: &EquipmentDetail) -> AnyView {
    if !may(Permission::EquipmentWrite) {
        return ().into_any();
    }
    let id = e.row.id;
    let retired = e.row.retired_at.is_some();
    let state = (!retired).then(|| {
        view! { <DialogButton dialog=STATE label=text::change_state(locale) icon=Icon::Activity /> }
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
            <Menu id=MENU label=text::other_actions(locale) icon=Icon::Ellipsis icon_only=true align=Align::End>
                <ActionForm action=life.retire>
                    <input type="hidden" name="id" value=id.to_string() />
                    {retired.then(|| view! { <input type="hidden" name="restore" value="true" /> })}
                    <MenuButton
                        label=if retired { text::restore(locale) } else { text::retire(locale) }
                        icon=if retired { Icon::ArchiveRestore } else { Icon::Archive }
                    />
                </ActionForm>
                {remove}
            </Menu>
        </div>
    }
    .into_any()
}

/// That the state was set by hand, against what failures and work say, and the way back.
pub(super) fn by_hand(locale: Locale, life: Life, e: &EquipmentDetail) -> AnyView {
    if !e.state_by_hand {
        return ().into_any();
    }
    let id = e.row.id.to_string();
    let lift = may(Permission::EquipmentWrite).then(|| {
        view! {
            <ActionForm action=life.lift>
                <input type="hidden" name="id" value=id />
                <Button label=text::lift_state(locale) icon=Icon::Undo size=Size::Small busy=life.lift.pending() />
            </ActionForm>
        }
    });
    view! {
        <div class="mt-2 flex flex-wrap items-center gap-3">
            {text::state_by_hand(locale)} {lift}
        </div>
    }
    .into_any()
}

/// The dialogs behind them.
pub(super) fn dialogs(locale: Locale, life: Life, e: &EquipmentDetail, replay: Option<Replay>) -> AnyView {
    if !may(Permission::EquipmentWrite) {
        return ().into_any();
    }
    let delete = may(Permission::EquipmentDelete).then(|| removal(locale, life, e, replay.clone()));
    view! {
        {state_dialog(locale, life, e, replay.clone())}
        {delete}
        {refused_retirement(locale, life, replay)}
    }
    .into_any()
}

fn state_dialog(locale: Locale, life: Life, e: &EquipmentDetail, replay: Option<Replay>) -> AnyView {
    let form = Form::new(life.state, replay);
    let open = RwSignal::new(form.came_back().is_some());
    let state = |s: &EquipmentState| (s.to_string(), labels::state(locale, *s).to_owned());
    let states: Vec<_> = EquipmentState::ALL.iter().map(state).collect();
    let (id, now) = (e.row.id.to_string(), e.row.state.to_string());
    let reason = e.state_reason.clone().unwrap_or_default();
    let check = form.check_on_leave(|sent: ChangeState| StateDraft::parse(&sent.draft).map(drop));
    let sent = form.clone();
    let label = move |field: &str| match field {
        "state" => text::state(locale).to_owned(),
        _ => text::state_reason(locale).to_owned(),
    };
    view! {
        <Dialog
            id=STATE
            title=text::change_state_title(locale, &e.row.code)
            close_label=common::close(locale)
            open=open
        >
            <div on:focusout=check on:submit=move |_| sent.sent()>
                <ActionForm action=life.state attr:id="state-form" attr:class="stack" attr:novalidate="">
                    {form.summary(label)}
                    <input type="hidden" name="id" value=id />
                    <Select
                        label=text::state(locale)
                        name=input_name("state")
                        options=states
                        selected=form.value("state", &now)
                        error=form.error("state")
                    />
                    <TextArea
                        label=text::state_reason(locale)
                        name=input_name("state_reason")
                        value=form.value("state_reason", &reason)
                        hint=text::reason_hint(locale)
                        optional=common::optional(locale)
                        maxlength="300"
                        error=form.error("state_reason")
                    />
                </ActionForm>
            </div>
            <DialogActions cancel=common::cancel(locale)>
                <Button
                    label=common::save(locale)
                    variant=Variant::Primary
                    form="state-form"
                    busy=life.state.pending()
                />
            </DialogActions>
        </Dialog>
    }
    .into_any()
}

/// Asks before deleting; what has history is not offered for deletion at all, retirement is.
fn removal(locale: Locale, life: Life, e: &EquipmentDetail, replay: Option<Replay>) -> AnyView {
    let form = Form::new(life.delete, replay);
    let id = e.row.id;
    let known = State { retired_at: e.row.retired_at, interventions: e.row.interventions_count };
    let allowed = may_delete(known).is_ok() && e.components_count == 0;
    let answer = form.answer();
    let retire = e.row.retired_at.is_none().then(|| {
        view! {
            <Show when=move || !allowed || answer.with(Option::is_some)>
                <ActionForm action=life.retire>
                    <input type="hidden" name="id" value=id.to_string() />
                    <Button label=text::retire(locale) icon=Icon::Archive busy=life.retire.pending() />
                </ActionForm>
            </Show>
        }
    });
    let delete = allowed.then(|| {
        view! {
            <ActionForm action=life.delete>
                <input type="hidden" name="id" value=id.to_string() />
                <Button label=common::delete(locale) variant=Variant::Danger busy=life.delete.pending() />
            </ActionForm>
        }
    });
    let what = match may_delete(known) {
        Ok(()) if allowed => text::remove_what(locale).to_owned(),
        Ok(()) => crate::shared::error_text::refusal(
            locale,
            &domain::Refusal::InUse {
                by: vec![Usage {
                    noun: domain::Noun::Equipment,
                    count: e.components_count,
                    examples: vec![],
                }],
            },
        ),
        Err(_) => text::remove_instead(locale).to_owned(),
    };
    view! {
        <Removal
            id=REMOVE
            title=text::remove_title(locale, &e.row.code)
            text=what
            answer=answer
            open=form.came_back().is_some()
            where_used=Callback::new(move |usage: Usage| reference::list(EQUIPMENT, id.0, usage.noun))
        >
            {retire}
            {delete}
        </Removal>
    }
    .into_any()
}

/// Why retirement was refused: somebody else was quicker.
fn refused_retirement(locale: Locale, life: Life, replay: Option<Replay>) -> AnyView {
    let answer = Form::new(life.retire, replay).answer();
    let banner = move || {
        answer.get().map(|error| {
            let sentence = crate::shared::error_text::error(locale, &error);
            view! {
                <div class="px-5 pt-3" role="alert">
                    <Banner tone=Tone::Danger round=true>
                        {sentence}
                    </Banner>
                </div>
            }
        })
    };
    view! { {banner} }.into_any()
}
