//! Where an equipment stands: site, line of that site, and the machine of that site that it is a component of.

use super::form::FormData;
use crate::{form::Form, shared::form::input_name};
use domain::equipment::EquipmentDraft;
use i18n::{Locale, common, equipment as text};
use leptos::prelude::*;
use ui::{Field, Icon, Select, field_id};

type Choice = (String, String);

pub(super) fn fields(locale: Locale, form: &Form, stored: &EquipmentDraft, data: &FormData) -> AnyView {
    let sites: Vec<Choice> =
        data.facets.sites.iter().map(|s| (s.id.to_string(), format!("{} {}", s.code, s.name))).collect();
    let site = form.input("site_id", text::site(locale)).stored(&stored.site_id).required();
    view! {
        {site.select(sites, Some(text::choose_site(locale)))}
        {line(locale, form, stored, data)}
        {parent(locale, form, data)}
    }
    .into_any()
}

/// The lines of every site, each site's in a group; in the browser those of the chosen one alone are offered.
fn line(locale: Locale, form: &Form, stored: &EquipmentDraft, data: &FormData) -> AnyView {
    let sites = &data.facets.sites;
    let groups = sites.iter().map(|s| {
        let lines = data.facets.lines.iter().filter(|l| l.site_id == s.id);
        let lines = lines.map(|l| (l.id.to_string(), format!("{} {}", l.code, l.name))).collect();
        (s.name.clone(), lines)
    });
    let groups: Vec<(String, Vec<Choice>)> = groups.collect();
    let order: Vec<String> = sites.iter().map(|s| s.id.to_string()).collect();
    view! {
        <div data-groups-of=input_name("site_id") data-order=order.join(" ")>
            <Select
                label=text::line(locale)
                name=input_name("line_id")
                groups=groups
                empty=text::no_line(locale)
                selected=form.value("line_id", &stored.line_id)
                error=form.error("line_id")
            />
        </div>
    }
    .into_any()
}

/// By its code. Suggestions appear while typing; the code typed whole is enough, also without scripts.
fn parent(locale: Locale, form: &Form, data: &FormData) -> AnyView {
    const LIST: &str = "parent-choices";
    let itself = data.stored.as_ref().map(|e| e.row.id.to_string()).unwrap_or_default();
    let known = data.stored.as_ref().and_then(|e| e.parent.as_ref().map(|p| p.code.clone()));
    let code = known.or_else(|| data.parent.as_ref().map(|p| p.row.code.clone())).unwrap_or_default();
    view! {
        <div data-suggest="equipment" data-but=itself data-site=input_name("site_id")>
            <Field
                label=text::parent(locale)
                name=input_name("parent_code")
                id=field_id(&input_name("parent_id"))
                value=form.value("parent_code", &code)
                list=LIST
                autocomplete="off"
                prefix=Icon::ListTree
                hint=text::parent_hint(locale)
                optional=common::optional(locale)
                error=form.error("parent_id")
            />
            <datalist id=LIST></datalist>
        </div>
    }
    .into_any()
}
