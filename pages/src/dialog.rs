//! A dialog with one form: open when the form comes back refused, with a way out that keeps everything.

use crate::{check::has_rule, form::Form};
use i18n::{Locale, common};
use leptos::prelude::*;
use ui::{Button, Dialog, DialogActions, Variant};

/// What a dialog is around its fields.
pub struct FormDialog {
    pub id: String,
    pub title: String,
    /// The address asks for it.
    pub asked_for: bool,
    /// Names and values that are sent along.
    pub hidden: Vec<(String, String)>,
    /// The words of the way out.
    pub cancel: &'static str,
    /// The button that sends.
    pub send: (&'static str, Variant),
    /// Another button before that one, which names the form as its own: `ID-form`.
    pub beside: Option<AnyView>,
}

impl FormDialog {
    /// A dialog that saves.
    pub fn saving(locale: Locale, id: String, title: impl Into<String>) -> Self {
        let send = (common::save(locale), Variant::Primary);
        Self {
            id,
            title: title.into(),
            asked_for: false,
            hidden: vec![],
            cancel: common::cancel(locale),
            send,
            beside: None,
        }
    }

    /// Draws it: why the form was refused, then its fields.
    pub fn draw(
        self,
        locale: Locale,
        form: &Form,
        label: impl Fn(&str) -> String,
        fields: AnyView,
    ) -> AnyView {
        let Self { id, title, asked_for, hidden, cancel, send: (send, variant), beside } = self;
        let (action, open, form_id) = (form.action, form.is_replayed() || asked_for, format!("{id}-form"));
        let summary = form.summary(label);
        let hidden =
            hidden.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
        let hidden = hidden.collect_view();
        view! {
            <Dialog id=id title=title close_label=common::close(locale) open=RwSignal::new(open)>
                <form id=form_id.clone() method="post" action=action class="stack" novalidate data-check=has_rule(action)>
                    {summary} {hidden} {fields}
                </form>
                <DialogActions cancel=cancel>
                    {beside} <Button label=send variant=variant form=form_id />
                </DialogActions>
            </Dialog>
        }
        .into_any()
    }
}
