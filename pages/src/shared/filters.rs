//! What the tool bars of lists are made of: menus, days, and the chips of what no menu shows. They know no list: a
//! filter is its name and its words, and "without it" is an address.

use domain::{Date, SiteId, site::SiteRef, url::pairs};
use i18n::{Locale, common, format};
use leptos::prelude::*;
use ui::{Button, Field, FilterMenu, FilterOption, Glyph, Icon, Menu, Size, Variant};

/// One line of a menu.
pub fn option(value: impl ToString, label: impl Into<String>, checked: bool) -> FilterOption {
    FilterOption { value: value.to_string(), label: label.into(), count: None, checked }
}

/// A menu of boxes. `without` is the list's address when none of them is ticked.
pub fn menu(
    locale: Locale,
    name: &'static str,
    label: &str,
    icon: Icon,
    options: Vec<FilterOption>,
    without: String,
) -> AnyView {
    any_menu(locale, name, label, icon, options, without, false)
}

/// A menu of which one line is chosen at most.
pub fn one_of(
    locale: Locale,
    name: &'static str,
    label: &str,
    icon: Icon,
    options: Vec<FilterOption>,
    without: String,
) -> AnyView {
    any_menu(locale, name, label, icon, options, without, true)
}

fn any_menu(
    locale: Locale,
    name: &'static str,
    label: &str,
    icon: Icon,
    options: Vec<FilterOption>,
    without: String,
    single: bool,
) -> AnyView {
    let on = options.iter().any(|option| option.checked);
    view! {
        <FilterMenu
            id=format!("filter-{name}")
            label=label
            name=name
            options=options
            icon=icon
            apply=common::apply(locale)
            single=single
            nostrip:clear=on.then(|| (without, common::clear(locale).to_owned()))
        />
    }
    .into_any()
}

/// The menu of the sites that the viewer sees; one site is no choice.
pub fn by_site(locale: Locale, sites: Vec<SiteRef>, chosen: &[SiteId], without: String) -> Option<AnyView> {
    let several = sites.len() > 1;
    let line =
        |site: SiteRef| option(site.id, format!("{} {}", site.code, site.name), chosen.contains(&site.id));
    several.then(|| {
        let options = sites.into_iter().map(line).collect();
        menu(locale, "site", common::site(locale), Icon::MapPin, options, without)
    })
}

/// The days between which something happened, which `legend` says.
pub fn period(locale: Locale, legend: &'static str, from: Option<Date>, to: Option<Date>) -> AnyView {
    let text = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let (from, to) = (text(from), text(to));
    view! {
        <Menu id="filter-period" label=common::period(locale) icon=Icon::Calendar>
            <fieldset class="grid gap-3 p-2">
                <legend class="pb-2 text-sm text-ink-2">{legend}</legend>
                <Field label=common::from(locale) name="from" kind="date" value=from />
                <Field label=common::to(locale) name="to" kind="date" value=to />
                <Button
                    label=common::apply(locale)
                    variant=Variant::Primary
                    size=Size::Small
                    class="justify-self-end"
                />
            </fieldset>
        </Menu>
    }
    .into_any()
}

/// What a query string holds and the form does not show: sent along.
pub fn kept(query: &str) -> AnyView {
    pairs(query)
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect_view()
        .into_any()
}

/// The name of a chip: from that day on.
pub fn first_day(locale: Locale, day: Date) -> String {
    format!("{} {}", common::from(locale), format::date(locale, day))
}

/// The name of a chip: up to that day.
pub fn last_day(locale: Locale, day: Date) -> String {
    format!("{} {}", common::to(locale), format::date(locale, day))
}

/// The filters that no menu shows, by name, each with the list's address without it.
pub fn chips(locale: Locale, active: Vec<(String, String)>) -> AnyView {
    if active.is_empty() {
        return ().into_any();
    }
    let chips = active
        .into_iter()
        .map(|(name, without)| {
            let label = common::remove_filter(locale, &name);
            view! {
                <li>
                    <a class="chip" href=without aria-label=label.clone() title=label>
                        {name}
                        <Glyph icon=Icon::X size=14 />
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="toolbar">
            <ul class="flex flex-wrap gap-2" aria-label=common::active_filters(locale)>
                {chips}
            </ul>
        </div>
    }
    .into_any()
}
