//! `/admin/settings/templates`: every mail in every language.

use super::api::{LIST, href, list_templates};
use crate::{
    features::{
        mail::template,
        settings::{SETTINGS, sections},
        user::text::language,
    },
    session::{may, use_locale},
    shared::load::{failed, loaded},
};
use domain::{Error, Permission, mail::TemplateLine};
use i18n::{Locale, common, format, settings as text, shell};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Badge, Icon, LinkItem, PageHeader, SkeletonTable, Table, Tone};

pub fn list_page() -> AnyView {
    let locale = use_locale();
    if !may(Permission::SettingsManage) {
        return failed(&Error::Forbidden);
    }
    let list = Resource::new(|| (), |()| list_templates());
    let skeleton = move || view! { <SkeletonTable label=common::loading(locale) rows=6 /> }.into_any();
    view! {
        <Title text=text::templates(locale) />
        <PageHeader
            title=text::title(locale)
            crumbs=vec![LinkItem::new(SETTINGS, shell::administration(locale))]
            crumbs_label=shell::administration(locale)
        />
        <div class="grid flex-1 bg-canvas max-phone:content-start phone:grid-cols-[13.5rem_1fr]">
            {sections(locale, LIST.to_owned(), String::new())}
            <div class="page-body">
                <div class="page-narrow stack">
                    <header>
                        <h2 class="text-xl font-bold">{text::templates(locale)}</h2>
                        <p class="mt-1 text-ink-2">{text::templates_what(locale)}</p>
                    </header>
                    {loaded(list, skeleton, move |lines| table(locale, &lines))}
                </div>
            </div>
        </div>
    }
    .into_any()
}

fn table(locale: Locale, lines: &[TemplateLine]) -> AnyView {
    let head = view! {
        <th scope="col">{text::template_name(locale)}</th>
        <th scope="col">{text::template_language(locale)}</th>
        <th scope="col">{text::template_subject(locale)}</th>
        <th scope="col">{text::template_state(locale)}</th>
    }
    .into_any();
    let rows = lines.iter().map(|l| line(locale, l)).collect_view();
    view! {
        <div class="card overflow-clip">
            <Table caption=text::templates(locale) head=head stacked=true>
                {rows}
            </Table>
        </div>
    }
    .into_any()
}

fn line(locale: Locale, line: &TemplateLine) -> AnyView {
    let state = match line.changed {
        true => view! { <Badge label=text::template_changed(locale) tone=Tone::Info icon=Icon::Pencil /> }
            .into_any(),
        false => view! { <span class="text-ink-2">{text::template_original(locale)}</span> }.into_any(),
    };
    let by = line.updated_by.clone().zip(line.updated_local).filter(|_| line.changed).map(|(name, at)| {
        view! { <span class="block text-sm text-ink-2">{format!("{name}, {}", format::date_time(locale, at))}</span> }
    });
    view! {
        <tr>
            <td data-label=text::template_name(locale)>
                <a class="row-link" href=href(line.template, line.language)>
                    {template(locale, line.template)}
                </a>
            </td>
            <td data-label=text::template_language(locale)>{language(locale, line.language)}</td>
            <td data-label=text::template_subject(locale) class="wrap-anywhere">{line.subject.clone()}</td>
            <td data-label=text::template_state(locale)>{state} {by}</td>
        </tr>
    }
    .into_any()
}
