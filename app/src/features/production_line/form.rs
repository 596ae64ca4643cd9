//! `/admin/lines/new` and `/admin/lines/:id/edit`.

use super::{
    api::{DeleteLine, EditedLine, LIST, SaveLine, line_form},
    site_of,
};
use crate::{
    session::use_locale,
    shared::{
        form::{Form, input_name},
        load::loaded,
        record::{Editing, stored_meanwhile, use_record, version},
        removal::Removal,
    },
};
use domain::{
    LineId, Noun, Permission,
    equipment::EquipmentQuery,
    error::Usage,
    production_line::{LineDraft, LineView},
    site::SiteRef,
};
use i18n::{Locale, common, production_line as text, shell};
use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use ui::{
    Button, Card, DialogButton, Field, Icon, LinkButton, LinkItem, PageHeader, Select, SkeletonDetail,
    TextArea, Variant,
};

const DIALOG: &str = "delete-line";

/// The form of a new line, or of one that is there.
pub fn form_page() -> AnyView {
    let locale = use_locale();
    let data = use_record(Noun::ProductionLine, Permission::StructureWrite, line_form);
    loaded(data, move || view! { <SkeletonDetail label=common::loading(locale) /> }.into_any(), page)
}

fn page((EditedLine { line, sites }, replay): Editing<EditedLine>) -> AnyView {
    let locale = use_locale();
    let title =
        line.as_ref().map_or_else(|| text::new(locale).to_owned(), |l| format!("{} {}", l.code, l.name));
    let (save, delete) = (ServerAction::<SaveLine>::new(), ServerAction::<DeleteLine>::new());
    let removal = Form::new(delete, replay.clone());
    let came_back = removal.came_back().is_some();
    let form = Form::new(save, replay);
    let crumbs = vec![LinkItem::new(LIST, text::title(locale))];
    let remove = line.is_some().then(|| {
        let label = text::remove(locale);
        view! { <DialogButton dialog=DIALOG label=label icon=Icon::Trash variant=Variant::Ghost /> }
    });
    let dialog = line.clone().map(|line| {
        let id = line.id;
        view! {
            <Removal
                id=DIALOG
                title=text::remove_title(locale, &line.name)
                text=text::remove_what(locale)
                answer=removal.answer()
                open=came_back
                where_used=Callback::new(move |usage: Usage| where_used(id, &usage))
            >
                <ActionForm action=delete>
                    <input type="hidden" name="id" value=id.to_string() />
                    <Button label=common::delete(locale) variant=Variant::Danger busy=delete.pending() />
                </ActionForm>
            </Removal>
        }
    });
    view! {
        <Title text=title.clone() />
        <PageHeader title=title crumbs=crumbs crumbs_label=shell::administration(locale)>
            {remove}
        </PageHeader>
        <div class="page-body">
            <div class="page-narrow">{fields(locale, form, save, line, &sites)}</div>
        </div>
        {dialog}
    }
    .into_any()
}

fn fields(
    locale: Locale,
    form: Form,
    save: ServerAction<SaveLine>,
    line: Option<LineView>,
    sites: &[SiteRef],
) -> AnyView {
    let stored = line.as_ref().map(LineDraft::from).unwrap_or_else(|| first(sites));
    let identity = line.as_ref().map(|line| {
        let id = line.id;
        let latest =
            move || async move { line_form(Some(id)).await.map(|f| f.line.map_or(0, |l| l.version)) };
        let version = version(&form, line.version, latest);
        view! {
            <input type="hidden" name="id" value=id.to_string() />
            <input type="hidden" name=input_name("version") value=move || version.get() />
        }
    });
    let check = form.check_on_leave(|sent: SaveLine| sent.draft.parse().map(drop));
    let sent = form.clone();
    let site = site_field(locale, &form, &stored, line.as_ref(), sites);
    let action = if line.is_some() { common::save(locale) } else { common::create(locale) };
    view! {
        <div on:focusout=check on:submit=move |_| sent.sent()>
            <ActionForm action=save attr:class="stack" attr:novalidate="">
                {form.summary(move |field| label(locale, field).to_owned())}
                <Card>
                    <div class="form-grid">
                        {identity} <div class="wide">{site}</div>
                        <div>
                            <Field
                                label=text::code(locale)
                                name=input_name("code")
                                value=form.value("code", &stored.code)
                                required=true
                                maxlength="20"
                                autocomplete="off"
                                hint=text::code_hint(locale)
                                error=form.error("code")
                            />
                            {stored_meanwhile(&form, "code")}
                        </div>
                        <div>
                            <Field
                                label=text::name(locale)
                                name=input_name("name")
                                value=form.value("name", &stored.name)
                                required=true
                                maxlength="120"
                                autocomplete="off"
                                error=form.error("name")
                            />
                            {stored_meanwhile(&form, "name")}
                        </div>
                        <div class="wide">
                            <TextArea
                                label=text::description(locale)
                                name=input_name("description")
                                value=form.value("description", &stored.description)
                                maxlength="2000"
                                optional=common::optional(locale)
                                error=form.error("description")
                            />
                            {stored_meanwhile(&form, "description")}
                        </div>
                    </div>
                </Card>
                <div class="form-actions">
                    <LinkButton href=LIST label=common::cancel(locale) />
                    <Button
                        label=action
                        variant=Variant::Primary
                        busy=save.pending()
                    />
                </div>
            </ActionForm>
        </div>
    }
    .into_any()
}

/// A new line stands on the site that the address names, or on the only one there is.
fn first(sites: &[SiteRef]) -> LineDraft {
    let named = site_of(&use_location().search.get_untracked());
    let site = named.or_else(|| (sites.len() == 1).then(|| sites[0].id));
    LineDraft { site_id: site.map(|id| id.to_string()).unwrap_or_default(), ..LineDraft::default() }
}

/// A choice for a new line; what stands already for one that is there.
fn site_field(
    locale: Locale,
    form: &Form,
    stored: &LineDraft,
    line: Option<&LineView>,
    sites: &[SiteRef],
) -> AnyView {
    let Some(line) = line else {
        let options: Vec<_> =
            sites.iter().map(|s| (s.id.to_string(), format!("{} {}", s.code, s.name))).collect();
        return view! {
            <Select
                label=text::site(locale)
                name=input_name("site_id")
                options=options
                selected=form.value("site_id", &stored.site_id)
                empty=common::choose(locale)
                required=true
                error=form.error("site_id")
            />
        }
        .into_any();
    };
    view! {
        <input type="hidden" name=input_name("site_id") value=stored.site_id.clone() />
        <p class="label">{text::site(locale)}</p>
        <p>{format!("{} {}", line.site.code, line.site.name)}</p>
        <p class="hint">{text::site_fixed(locale)}</p>
    }
    .into_any()
}

fn label(locale: Locale, field: &str) -> &'static str {
    match field {
        "site_id" => text::site(locale),
        "code" => text::code(locale),
        "name" => text::name(locale),
        _ => text::description(locale),
    }
}

/// The list that shows what keeps the line from being deleted.
fn where_used(line: LineId, usage: &Usage) -> Option<String> {
    (usage.noun == Noun::Equipment)
        .then(|| EquipmentQuery { line: vec![line], ..EquipmentQuery::default() }.href())
}
