//! The filters in one click above the list: those that come with the product, those that the reader kept.

use super::api::{DeleteView, Panel, SaveView};
use crate::shared::form::{Form, input_name};
use domain::{
    equipment::{EquipmentQuery, EquipmentSort, EquipmentState},
    saved_view::ViewedList,
};
use i18n::{Locale, common, equipment as text, format};
use leptos::{form::ActionForm, prelude::*, wasm_bindgen::JsCast, web_sys};
use ui::{Button, Chips, Field, Icon, LinkItem, Menu, Size, Variant};

const KEEP: &str = "keep-filter";

/// What a chip filters: order and page do not count.
fn filter(query: &EquipmentQuery) -> String {
    EquipmentQuery { sort: EquipmentSort::Code, descending: false, ..query.clone() }.filter_url()
}

pub(super) fn view(
    locale: Locale,
    query: Memo<EquipmentQuery>,
    panel: Panel,
    save: ServerAction<SaveView>,
    forget: ServerAction<DeleteView>,
) -> AnyView {
    let chips = StoredValue::new(panel.facets.chips);
    let items = Signal::derive(move || {
        let now = query.with(filter);
        let mut items = chips.with_value(|chips| {
            let item = |chip: &domain::equipment::FilterChip| {
                let (own, _) = EquipmentQuery::from_url(&chip.query);
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
            chips.iter().map(item).collect::<Vec<_>>()
        });
        let retired = EquipmentQuery { retired: true, ..EquipmentQuery::default() };
        let here = filter(&retired) == now;
        items.push(
            LinkItem::new(retired.href(), text::retired_chip(locale)).icon(Icon::Archive).current(here),
        );
        items
    });
    // A filter that is already a chip can be forgotten, another one can be kept.
    let way = move || {
        let here = query.get();
        let now = filter(&here);
        let kept = chips.with_value(|chips| {
            let same =
                |c: &&domain::equipment::FilterChip| filter(&EquipmentQuery::from_url(&c.query).0) == now;
            chips.iter().filter(same).map(|c| c.saved.clone()).next()
        });
        match kept {
            Some(Some((id, name))) => {
                let label = text::forget_filter(locale, name);
                view! {
                    <ActionForm action=forget>
                        <input type="hidden" name="id" value=id.to_string() />
                        <Button
                            label=label
                            icon=Icon::Trash
                            variant=Variant::Ghost
                            size=Size::Small
                            busy=forget.pending()
                        />
                    </ActionForm>
                }
                .into_any()
            }
            None if here.is_filtered() => keep(locale, &here, save),
            _ => ().into_any(),
        }
    };
    view! {
        <Chips label=text::saved_filters(locale) items=items>
            {way}
        </Chips>
    }
    .into_any()
}

/// The button that opens the small form, and the form.
fn keep(locale: Locale, query: &EquipmentQuery, save: ServerAction<SaveView>) -> AnyView {
    let form = Form::new(save, None);
    Effect::new(move |_| {
        if matches!(save.value().get(), Some(Ok(()))) {
            close();
        }
    });
    let (filter, back) = (query.filter_url(), query.href());
    view! {
        <Menu
            id=KEEP
            label=text::save_filter(locale)
            icon=Icon::Plus
            variant=Variant::Ghost
            size=Size::Small
        >
            <ActionForm action=save attr:class="stack p-2">
                <input type="hidden" name=input_name("list") value=ViewedList::Equipment.as_str() />
                <input type="hidden" name=input_name("query") value=filter />
                <input type="hidden" name="back" value=back />
                <Field
                    label=text::filter_name(locale)
                    name=input_name("name")
                    required=true
                    maxlength="60"
                    autocomplete="off"
                    error=form.error("name")
                />
                <Button label=common::save(locale) variant=Variant::Primary busy=save.pending() />
            </ActionForm>
        </Menu>
    }
    .into_any()
}

fn close() {
    let panel = document().get_element_by_id(KEEP).and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(panel) = panel {
        // Fails only when it is not open.
        let _ = panel.hide_popover();
    }
}
