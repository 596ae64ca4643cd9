//! The machine that an equipment is a component of, by its code. Suggestions appear while typing; the code
//! typed whole is enough, also before WASM.

use super::api::equipment_choices;
use crate::shared::{
    form::{Form, input_name},
    record::stored_meanwhile,
};
use domain::{EquipmentId, SiteId, equipment::EquipmentRef};
use i18n::{Locale, common, equipment as text};
use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;
use ui::{Field, Icon, field_id};

const LIST: &str = "parent-choices";

/// The field. `stored` is the parent's code, `itself` the equipment that the form is about.
pub(super) fn field(
    locale: Locale,
    form: &Form,
    stored: String,
    itself: Option<EquipmentId>,
    site: RwSignal<String>,
) -> AnyView {
    let choices = RwSignal::new(Vec::<EquipmentRef>::new());
    let typed = form.value("parent_code", &stored);
    let mut look_up = debounce(Duration::from_millis(200), move |typed: String| {
        let site = site.try_get_untracked().and_then(|site| site.parse::<SiteId>().ok());
        spawn_local(async move {
            if let Ok(found) = equipment_choices(typed, site).await {
                // The page may be gone by now.
                let _ = choices.try_set(found.into_iter().filter(|e| Some(e.id) != itself).collect());
            }
        });
    });
    let options = move || {
        let option = |e: EquipmentRef| view! { <option value=e.code>{e.name}</option> };
        choices.get().into_iter().map(option).collect_view()
    };
    view! {
        <div on:input=move |event| look_up(event_target_value(&event))>
            <Field
                label=text::parent(locale)
                name=input_name("parent_code")
                id=field_id(&input_name("parent_id"))
                value=typed
                list=LIST
                autocomplete="off"
                prefix=Icon::ListTree
                hint=text::parent_hint(locale)
                optional=common::optional(locale)
                error=form.error("parent_id")
            />
            <datalist id=LIST>{options}</datalist>
            {stored_meanwhile(form, "parent_id")}
        </div>
    }
    .into_any()
}
