//! Fields of a draft: what was typed, its error, and under it what somebody else saved meanwhile.

use super::{
    form::{Form, input_name},
    record::stored_meanwhile,
};
use leptos::prelude::*;
use ui::Field;

/// One line of text.
#[component]
pub fn DraftField(
    form: Form,
    /// Its name in the draft.
    name: &'static str,
    #[prop(into)] label: String,
    /// The stored text.
    #[prop(into)]
    stored: String,
    max: u32,
    #[prop(optional)] required: bool,
    /// "facultatif", beside the label.
    #[prop(optional, into)]
    optional: Option<String>,
    #[prop(optional, into)] hint: Option<String>,
    /// The `<datalist>` that suggests values.
    #[prop(optional, into)]
    list: Option<String>,
    /// Over the whole width of the form.
    #[prop(optional)]
    wide: bool,
) -> AnyView {
    view! {
        <div class:wide=wide>
            <Field
                label=label
                name=input_name(name)
                value=form.value(name, &stored)
                required=required
                maxlength=max.to_string()
                autocomplete="off"
                nostrip:optional=optional
                nostrip:hint=hint
                nostrip:list=list
                error=form.error(name)
            />
            {stored_meanwhile(&form, name)}
        </div>
    }
    .into_any()
}
