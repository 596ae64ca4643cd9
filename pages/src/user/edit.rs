//! The form of an account that is there.

use super::{
    fields::{Choices, permissions, role_field, site_boxes},
    skills::trade,
    text::{experience, granted_or_denied, label, state_badge},
};
use crate::nav::role;
use crate::{
    form::Form,
    shared::{form::input_name, labels::language, replay::Replay},
};
use domain::{
    FieldDiff, Role, SiteId,
    site::SiteRef,
    user::{Language, UserDetail, UserDraft},
};
use i18n::{Locale, common, user as text};
use leptos::{prelude::*, serde_json};
use ui::{Button, Card, Variant};

const SAVE: &str = "/rpc/user/save";

/// The form.
pub(super) fn edit(locale: Locale, detail: &UserDetail, all: &Choices, replay: Option<&Replay>) -> AnyView {
    let known = all.sites.clone();
    let form = Form::new(locale, SAVE, replay)
        .with_stored_text(move |locale: Locale, diff: &FieldDiff| stored_words(locale, &known, diff));
    let (id, stored) = (detail.user.id, UserDraft::from(detail));
    let rights = view! {
        <div class="stack">
            {role_field(locale, &form, &stored.role)}
            {site_boxes(locale, &form, &all.sites, &stored.sites)}
            {permissions(locale, &form, &stored.permissions)}
        </div>
    }
    .into_any();
    let identity = identity(locale, &form, detail, &stored);
    let trade = trade(locale, &form, &detail.technician.clone().unwrap_or_default(), &all.skills);
    view! {
        <form
            method="post"
            action=SAVE
            class="group/person stack"
            novalidate
            data-check=""
            data-keep=format!("user:{id}")
        >
            {form.summary(|field| label(locale, field).to_owned())}
            <Card title=text::identity(locale)>{identity}</Card>
            <Card title=text::rights(locale)>{rights}</Card>
            {trade}
            <div class="form-actions">
                <Button label=common::save(locale) variant=Variant::Primary />
            </div>
        </form>
    }
    .into_any()
}

fn identity(locale: Locale, form: &Form, detail: &UserDetail, stored: &UserDraft) -> AnyView {
    let first = form.input("first_name", text::first_name(locale)).stored(&stored.first_name).required();
    let last = form.input("last_name", text::last_name(locale)).stored(&stored.last_name).required();
    let email = form.input("email", text::email(locale)).stored(&stored.email).max(254).required();
    let languages = Language::ALL.iter().map(|l| (l.to_string(), language(locale, *l).to_owned())).collect();
    let spoken = form.input("language", text::language(locale)).stored(&stored.language).required();
    view! {
        <input type="hidden" name="id" value=detail.user.id.to_string() />
        <input type="hidden" name=input_name("version") value=form.version(detail.version) />
        <p class="mb-3 flex flex-wrap items-center gap-2">
            {state_badge(locale, &detail.user)}
            <span class="text-ink-2">{detail.user.username.clone()}</span>
        </p>
        <div class="form-grid">
            {first.line()} {last.line()} {email.email()} {spoken.select(languages, None)}
        </div>
    }
    .into_any()
}

/// What somebody else saved meanwhile, in words.
fn stored_words(locale: Locale, all_sites: &[SiteRef], diff: &FieldDiff) -> String {
    let current = diff.current.as_str();
    let known = match diff.field.as_str() {
        "role" => current.parse::<Role>().ok().map(|r| role(locale, r).to_owned()),
        "language" => current.parse::<Language>().ok().map(|l| language(locale, l).to_owned()),
        "sites" => serde_json::from_str::<Vec<SiteId>>(current).ok().map(|ids| {
            let name = |id: &SiteId| {
                let site = all_sites.iter().find(|site| site.id == *id);
                site.map_or_else(|| id.to_string(), |site| format!("{} {}", site.code, site.name))
            };
            ids.iter().map(name).collect::<Vec<_>>().join(", ")
        }),
        "experience_level" => current.parse().ok().map(|level| experience(locale, level).to_owned()),
        "skills" => serde_json::from_str::<Vec<String>>(current).ok().map(|all| all.join(", ")),
        "permissions" => serde_json::from_str::<Vec<String>>(current)
            .ok()
            .map(|all| all.iter().map(|one| granted_or_denied(locale, one)).collect::<Vec<_>>().join(", ")),
        _ => None,
    };
    known.unwrap_or_else(|| current.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_else_saved_reads_as_words() {
        let sites = [SiteRef { id: SiteId(2), code: "NORD".into(), name: "Site Nord".into() }];
        let said = |field: &str, current: &str| {
            stored_words(Locale::Fr, &sites, &FieldDiff { field: field.into(), current: current.into() })
        };
        assert_eq!(said("role", "technician"), "Technicien");
        assert_eq!(said("language", "en"), "English");
        assert_eq!(said("sites", "[2]"), "NORD Site Nord");
        assert_eq!(said("sites", "[]"), "");
        let rights = said("permissions", r#"["import:run","-equipment:delete"]"#);
        assert!(!rights.contains("import:run") && !rights.contains("equipment:delete"), "{rights}");
        assert_eq!(rights.split(", ").count(), 2);
    }
}
