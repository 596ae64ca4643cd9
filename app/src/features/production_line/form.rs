//! `/admin/lines/new` and `/admin/lines/:id/edit`.

use super::{
    api::{DeleteLine, EditedLine, LIST, SaveLine, line_form},
    site_of,
};
use crate::{
    session::use_locale,
    shared::{
        draft_field::{DraftField, DraftText},
        form::{Form, input_name},
        keeper::Keeper,
        load::loaded,
        record::{Editing, use_record},
        record_page::{Deletion, delete_button, identity, record_fields, record_page},
    },
};
use domain::{
    Noun, Permission,
    error::Usage,
    production_line::{LineDraft, LineView},
    reference::{self, LINES},
    site::SiteRef,
};
use i18n::{Locale, common, production_line as text};
use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_location;
use ui::{LinkItem, Select, SkeletonDetail};

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
    let deletion = line.as_ref().map(|line| {
        let id = line.id;
        let form = delete_button(locale, id, delete.pending());
        Deletion {
            dialog: DIALOG,
            label: text::remove(locale),
            title: text::remove_title(locale, &line.name),
            what: text::remove_what(locale),
            form: Form::new(delete, replay.clone()),
            where_used: Callback::new(move |usage: Usage| reference::list(LINES, id.0, usage.noun)),
            children: view! { <ActionForm action=delete>{form}</ActionForm> }.into_any(),
        }
    });
    let form = edit(locale, Form::new(save, replay), save, line.as_ref(), &sites);
    record_page(title, LinkItem::new(LIST, text::title(locale)), deletion, form)
}

fn edit(
    locale: Locale,
    form: Form,
    save: ServerAction<SaveLine>,
    line: Option<&LineView>,
    sites: &[SiteRef],
) -> AnyView {
    let stored = line.map_or_else(|| first(sites), LineDraft::from);
    let which = line.map(|line| {
        let id = line.id;
        let latest =
            move || async move { line_form(Some(id)).await.map(|f| f.line.map_or(0, |l| l.version)) };
        identity(&form, id, line.version, latest)
    });
    let site = site_field(locale, &form, &stored, line, sites);
    let action = if line.is_some() { common::save(locale) } else { common::create(locale) };
    let check = form.check_on_leave(|sent: SaveLine| sent.draft.parse().map(drop));
    let record = line.map_or_else(|| "line:new".to_owned(), |one| format!("line:{}", one.id));
    let keeper = Keeper::new(&record, form.came_back().is_none());
    keeper.follow(save);
    let fields = view! {
        {which}
        <div class="wide">{site}</div>
        <DraftField
            form=form.clone()
            name="code"
            label=text::code(locale)
            stored=stored.code
            max=20
            required=true
            hint=text::code_hint(locale)
        />
        <DraftField
            form=form.clone()
            name="name"
            label=text::name(locale)
            stored=stored.name
            max=120
            required=true
        />
        <DraftText
            form=form.clone()
            name="description"
            label=text::description(locale)
            stored=stored.description
            max=2000
            optional=common::optional(locale)
        />
    }
    .into_any();
    let inside = record_fields(&form, label, fields, LIST, action, save.pending());
    let inside = view! {
        <ActionForm action=save attr:class="stack" attr:novalidate="">
            {inside}
        </ActionForm>
    };
    keeper.around(&form, check, inside.into_any())
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
