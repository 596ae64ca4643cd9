//! The form of an account that is there.

use super::{
    api::{SaveUser, UserPage, get_user},
    detail::Actions,
    fields::{Choices, permissions, roles, sites},
    skills::trade,
    text::{experience, granted_or_denied, label, language, state_badge},
};
use crate::{
    layout::role,
    shared::{
        form::{Form, input_name},
        keeper::Keeper,
        record::{stored_meanwhile, version},
        replay::Replay,
    },
};
use domain::{
    FieldDiff, Role, SiteId,
    site::SiteRef,
    user::{Language, UserDetail, UserDraft},
};
use i18n::{Locale, common, user as text};
use leptos::{form::ActionForm, prelude::*, serde_json};
use ui::{Button, Card, Field, Select, Variant};

/// The form. `shown` is the account as it was last read, which the form itself does not follow.
pub(super) fn edit(
    locale: Locale,
    detail: &UserDetail,
    all: Choices,
    replay: Option<Replay>,
    shown: RwSignal<UserPage>,
    actions: Actions,
) -> AnyView {
    let (id, save) = (detail.user.id, actions.save);
    let form = Form::new(save, replay);
    let known = all.sites.clone();
    let form = form.with_stored_text(move |diff| stored_words(locale, &known, diff));
    let stored = UserDraft::from(detail);
    let technician = detail.technician.clone().unwrap_or_default();
    let version =
        version(&form, detail.version, move || async move { get_user(id).await.map(|p| p.detail.version) });
    follow_switches(version, shown, actions.switched);
    let check = form.check_on_leave(|sent: SaveUser| sent.draft.parse().map(drop));
    let keeper = Keeper::new(&format!("user:{id}"), form.came_back().is_none());
    keeper.follow(save);
    let languages = Language::ALL.iter().map(|l| (l.to_string(), language(locale, *l).to_owned())).collect();
    let summary = form.summary(move |field| label(locale, field).to_owned());
    let identity = view! {
                    <input type="hidden" name="id" value=id.to_string() />
                    <input type="hidden" name=input_name("version") value=move || version.get() />
                    <p class="mb-3 flex flex-wrap items-center gap-2">
                        {move || shown.with(|page| state_badge(locale, &page.detail.user))}
                        <span class="text-ink-2">{detail.user.username.clone()}</span>
                    </p>
                    <div class="form-grid">
                        <div>
                            <Field label=text::first_name(locale) name=input_name("first_name") required=true
                                value=form.value("first_name", &stored.first_name) autocomplete="off" error=form.error("first_name") />
                            {stored_meanwhile(&form, "first_name")}
                        </div>
                        <div>
                            <Field label=text::last_name(locale) name=input_name("last_name") required=true
                                value=form.value("last_name", &stored.last_name) autocomplete="off" error=form.error("last_name") />
                            {stored_meanwhile(&form, "last_name")}
                        </div>
                        <div>
                            <Field label=text::email(locale) name=input_name("email") kind="email" required=true maxlength="254"
                                value=form.value("email", &stored.email) autocomplete="off" error=form.error("email") />
                            {stored_meanwhile(&form, "email")}
                        </div>
                        <div>
                            <Select label=text::language(locale) name=input_name("language") options=languages
                                selected=form.value("language", &stored.language) error=form.error("language") />
                            {stored_meanwhile(&form, "language")}
                        </div>
                    </div>
                    }
    .into_any();
    let rights = view! {
    <div class="stack">
        {roles(locale, &form, &stored.role)}
        {stored_meanwhile(&form, "role")}
        {sites(locale, &form, all.sites, &stored.sites)}
        {stored_meanwhile(&form, "sites")}
        {permissions(locale, &form, &stored.permissions)}
    </div>
    }
    .into_any();
    let trade = trade(locale, &form, &technician, detail.version, actions.saved, all.skills);
    let inside = view! {
        <ActionForm action=save attr:class="group/person stack" attr:novalidate="">
            {summary}
            <Card title=text::identity(locale)>{identity}</Card>
            <Card title=text::rights(locale)>{rights}</Card>
            {trade}
            <div class="form-actions">
                <Button label=common::save(locale) variant=Variant::Primary busy=save.pending() />
            </div>
        </ActionForm>
    };
    keeper.around(&form, check, inside.into_any())
}

/// Switching the account off or on raises its version and changes nothing of the form: where nobody else has saved
/// meanwhile, the form goes along.
fn follow_switches(version: RwSignal<String>, shown: RwSignal<UserPage>, switched: Signal<usize>) {
    Effect::new(move |before: Option<usize>| {
        let stored = shown.with(|page| page.detail.version);
        let times = switched.get_untracked();
        let before = before.unwrap_or(times);
        let own = i64::try_from(times - before).unwrap_or_default();
        if own > 0 && version.with_untracked(|sent| *sent == (stored - own).to_string()) {
            version.set(stored.to_string());
            return times;
        }
        before
    });
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
