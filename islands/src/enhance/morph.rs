//! Makes one tree of elements equal to another with as few changes as possible: what is equal stays, with its focus, its
//! scroll position and what somebody typed into it.

use super::{dom::all, keep::DIRTY, page::REFUSAL};
use crate::controls::VERSION;
use leptos::{
    prelude::document,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement, Node},
};
use std::collections::HashSet;

/// Attributes that belong to the browser's state and not to what the server drew.
const STATE: [&str; 4] = ["open", DIRTY, super::keep::SEEN, super::form::SENT];

/// Makes `old` equal to `new`, which stays as it is. Returns the elements that were added.
pub fn morph(old: &Element, new: &Element) -> Vec<Element> {
    let mut ids: HashSet<String> = all(new, "[id]").iter().filter_map(id_of).collect();
    ids.extend(id_of(new));
    let mut work = Morph { ids, added: vec![] };
    work.element(old, new);
    work.added
}

struct Morph {
    /// Every id of the new tree: an old element that has one of them is still wanted.
    ids: HashSet<String>,
    added: Vec<Element>,
}

impl Morph {
    fn element(&mut self, old: &Element, new: &Element) {
        if old.is_equal_node(Some(new)) {
            return;
        }
        if old.has_attribute("data-lasting") && new.has_attribute("data-lasting") {
            return;
        }
        // An island lives on by itself; drawn for other values it is another one.
        if old.tag_name() == "LEPTOS-ISLAND" {
            if old.get_attribute("data-props") != new.get_attribute("data-props") {
                self.replace(old, new);
            }
            return;
        }
        let (dirty, held) = (is_dirty(old), held_version(old, new));
        attributes(old, new);
        self.children(old, new);
        if !dirty {
            undirty(old, new);
        }
        if let Some((held, version)) = held.zip(version_of(old)) {
            version.set_value(&held);
        }
    }

    fn children(&mut self, old: &Element, new: &Element) {
        let mut at = old.first_child();
        let wanted = new.child_nodes();
        for n in (0..wanted.length()).filter_map(|i| wanted.item(i)) {
            match self.counterpart(at.as_ref(), &n) {
                Some(found) => {
                    // What stands before it and is wanted nowhere goes first: an element that is moved loses its focus.
                    while let Some(before) = at.clone().filter(|node| *node != found && self.is_free(node)) {
                        at = before.next_sibling();
                        let _ = old.remove_child(&before);
                    }
                    if at.as_ref() == Some(&found) {
                        at = found.next_sibling();
                    } else {
                        let _ = old.insert_before(&found, at.as_ref());
                    }
                    self.node(&found, &n);
                }
                None => {
                    let Ok(copy) = document().import_node_with_deep(&n, true) else { continue };
                    let _ = old.insert_before(&copy, at.as_ref());
                    self.added.extend(copy.dyn_into::<Element>());
                }
            }
        }
        while let Some(left) = at {
            at = left.next_sibling();
            let _ = old.remove_child(&left);
        }
    }

    fn node(&mut self, old: &Node, new: &Node) {
        match (old.dyn_ref::<Element>(), new.dyn_ref::<Element>()) {
            (Some(old), Some(new)) => self.element(old, new),
            _ if old.node_value() != new.node_value() => old.set_node_value(new.node_value().as_deref()),
            _ => {}
        }
    }

    /// The old sibling, from `at` on, that becomes `new`: the one that holds an element with the same id; else the next
    /// one, if it is of the same kind and holds nothing that is wanted elsewhere.
    fn counterpart(&self, at: Option<&Node>, new: &Node) -> Option<Node> {
        let ids = new.dyn_ref::<Element>().map(ids_in).unwrap_or_default();
        if !ids.is_empty() {
            let mut next = at.cloned();
            while let Some(node) = next {
                let shares = node.dyn_ref::<Element>().is_some_and(|old| {
                    same_kind(&node, new) && ids_in(old).iter().any(|id| ids.contains(id))
                });
                if shares {
                    return Some(node);
                }
                next = node.next_sibling();
            }
            return None;
        }
        at.filter(|old| same_kind(old, new) && self.is_free(old)).cloned()
    }

    /// Whether an old node holds nothing that the new tree has.
    fn is_free(&self, old: &Node) -> bool {
        old.dyn_ref::<Element>().is_none_or(|old| !ids_in(old).iter().any(|id| self.ids.contains(id)))
    }

    fn replace(&mut self, old: &Element, new: &Element) {
        let (Some(parent), Ok(copy)) = (old.parent_node(), document().import_node_with_deep(new, true))
        else {
            return;
        };
        let _ = parent.replace_child(&copy, old);
        self.added.extend(copy.dyn_into::<Element>());
    }
}

/// By the attribute: a form's property of that name is its control of that name.
fn id_of(element: &Element) -> Option<String> {
    element.get_attribute("id").filter(|id| !id.is_empty())
}

fn ids_in(element: &Element) -> HashSet<String> {
    let mut ids: HashSet<String> = all(element, "[id]").iter().filter_map(id_of).collect();
    ids.extend(id_of(element));
    ids
}

fn same_kind(old: &Node, new: &Node) -> bool {
    let of = |node: &Node| {
        node.dyn_ref::<Element>().map(|e| (e.get_attribute("type"), e.get_attribute("data-component")))
    };
    old.node_type() == new.node_type() && old.node_name() == new.node_name() && of(old) == of(new)
}

fn attributes(old: &Element, new: &Element) {
    for name in new.get_attribute_names().iter().filter_map(|name| name.as_string()) {
        let value = new.get_attribute(&name);
        if !STATE.contains(&name.as_str()) && old.get_attribute(&name) != value {
            let _ = old.set_attribute(&name, &value.unwrap_or_default());
        }
    }
    for name in old.get_attribute_names().iter().filter_map(|name| name.as_string()) {
        if !STATE.contains(&name.as_str()) && !new.has_attribute(&name) {
            let _ = old.remove_attribute(&name);
        }
    }
}

/// Whether somebody has typed or chosen something that the server did not draw.
fn is_dirty(element: &Element) -> bool {
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        return match input.type_().as_str() {
            "checkbox" | "radio" => input.checked() != input.default_checked(),
            "file" => true,
            _ => input.value() != input.default_value(),
        };
    }
    if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
        return area.default_value().is_ok_and(|drawn| area.value() != drawn);
    }
    if let Some(select) = element.dyn_ref::<HtmlSelectElement>() {
        let chosen = select.query_selector("option[selected]").ok().flatten();
        let first = select.query_selector("option").ok().flatten();
        let drawn = chosen.or(first).and_then(|o| o.get_attribute("value"));
        return drawn.is_some_and(|drawn| drawn != select.value());
    }
    false
}

/// A control whose value was once set holds on to it: what the server draws now is put there.
fn undirty(old: &Element, new: &Element) {
    if let Some(input) = old.dyn_ref::<HtmlInputElement>() {
        match input.type_().as_str() {
            "checkbox" | "radio" => input.set_checked(new.has_attribute("checked")),
            "file" => {}
            _ => input.set_value(&new.get_attribute("value").unwrap_or_default()),
        }
    } else if let Some(area) = old.dyn_ref::<HtmlTextAreaElement>() {
        area.set_value(&new.text_content().unwrap_or_default());
    } else if let (Some(select), Some(drawn)) =
        (old.dyn_ref::<HtmlSelectElement>(), new.dyn_ref::<HtmlSelectElement>())
    {
        select.set_value(&drawn.value());
    }
}

/// The version that a form with unsaved input goes on with, when it is drawn from a newer one: where somebody else has changed
/// what it shows, the one it was read with, so that sending it says so. A form that comes back refused has said it.
fn held_version(old: &Element, new: &Element) -> Option<String> {
    let refused = new.query_selector(REFUSAL).ok().flatten().is_some();
    if !old.has_attribute(DIRTY) || refused || drawn_values(old) == drawn_values(new) {
        return None;
    }
    version_of(old).map(|version| version.value())
}

fn version_of(form: &Element) -> Option<HtmlInputElement> {
    let version = form.query_selector(VERSION).ok().flatten()?;
    version.dyn_into().ok()
}

/// What the server drew into the controls of a form, whatever was typed since.
fn drawn_values(form: &Element) -> Vec<(Option<String>, Option<String>)> {
    let value = |control: &Element| match control.dyn_ref::<HtmlTextAreaElement>() {
        Some(area) => area.default_value().ok(),
        None if control.has_attribute("checked") || control.has_attribute("selected") => {
            Some(format!("+{}", control.get_attribute("value").unwrap_or_default()))
        }
        None => control.get_attribute("value"),
    };
    let controls = all(form, &format!("[name]:not({VERSION}), option[selected]"));
    controls.iter().map(|control| (control.get_attribute("name"), value(control))).collect()
}
