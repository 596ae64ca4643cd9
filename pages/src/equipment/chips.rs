//! The filters in one click above the list: those that come with the product, those that the reader kept.

use super::{
    api::{DELETE_VIEW, SAVE_VIEW},
    list::Shown,
};
use crate::{
    form::Form,
    shared::{form::input_name, replay::Replay},
};
use domain::{
    equipment::{EquipmentQuery, EquipmentSort, EquipmentState, FilterChip},
    saved_view::ViewedList,
};
use i18n::{Locale, common, equipment as text, format};
use leptos::prelude::*;
use ui::{Button, Chips, Icon, LinkItem, Menu, Size, Variant};

/// What a chip filters: order and page do not count.
fn filter(query: &EquipmentQuery) -> String {
    EquipmentQuery { sort: EquipmentSort::Code, descending: false, ..query.clone() }.filter_url()
}

pub(super) fn chips(shown: &Shown, replay: Option<&Replay>) -> AnyView {
    let (locale, query) = (shown.locale, &shown.query);
    let now = filter(query);
    let own = |chip: &FilterChip| EquipmentQuery::from_url(&chip.query).0;
    let item = |chip: &FilterChip| {
        let own = own(chip);
        let label = match &chip.saved {
            Some((_, name)) => name.clone(),
            None if own.state == [EquipmentState::Broken] => text::state_broken(locale).to_owned(),
            None => text::all(locale).to_owned(),
        };
        let item = LinkItem::new(own.href(), label)
            .count(format::whole(locale, chip.count))
            .current(filter(&own) == now);
        if chip.saved.is_none() && own.is_filtered() { item.icon(Icon::OctagonX) } else { item }
    };
    let mut items: Vec<LinkItem> = shown.facets.chips.iter().map(item).collect();
    let retired = EquipmentQuery { retired: true, ..EquipmentQuery::default() };
    let here = filter(&retired) == now;
    items.push(LinkItem::new(retired.href(), text::retired_chip(locale)).icon(Icon::Archive).current(here));
    // A filter that is already a chip can be forgotten, another one can be kept.
    let same = shown.facets.chips.iter().find(|chip| filter(&own(chip)) == now);
    let way = match same.map(|chip| &chip.saved) {
        Some(Some((id, name))) => forget(locale, id.to_string(), name),
        None if query.is_filtered() => keep(locale, query, replay),
        _ => ().into_any(),
    };
    view! {
        <Chips label=text::saved_filters(locale) items=items>
            {way}
        </Chips>
    }
    .into_any()
}

fn forget(locale: Locale, id: String, name: &str) -> AnyView {
    let label = text::forget_filter(locale, name);
    view! {
        <form method="post" action=DELETE_VIEW>
            <input type="hidden" name="id" value=id />
            <Button label=label icon=Icon::Trash variant=Variant::Ghost size=Size::Small />
        </form>
    }
    .into_any()
}

/// The button that opens the small form, and the form.
fn keep(locale: Locale, query: &EquipmentQuery, replay: Option<&Replay>) -> AnyView {
    let form = Form::new(locale, SAVE_VIEW, replay);
    let (filter, back) = (query.filter_url(), query.href());
    let name = form.input("name", text::filter_name(locale)).max(60).required().line();
    view! {
        <Menu
            id="keep-filter"
            label=text::save_filter(locale)
            icon=Icon::Plus
            variant=Variant::Ghost
            size=Size::Small
        >
            <form method="post" action=SAVE_VIEW class="stack p-2">
                <input type="hidden" name=input_name("list") value=ViewedList::Equipment.as_str() />
                <input type="hidden" name=input_name("query") value=filter />
                <input type="hidden" name="back" value=back />
                {name}
                <Button label=common::save(locale) variant=Variant::Primary />
            </form>
        </Menu>
    }
    .into_any()
}
