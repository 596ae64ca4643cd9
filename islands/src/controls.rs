//! The controls of a form whose fields are a draft's: their names, and what is typed into them.

use leptos::{
    wasm_bindgen::JsCast,
    web_sys::{
        Element, Event, EventInit, HtmlFormElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement,
    },
};

/// The controls that say which version of the record is changed, as a selector.
pub const VERSION: &str = "[name='draft[version]'], [name='draft[revision]']";

/// Whether a control says which version of the record is changed: nobody's input.
pub fn is_version(name: &str) -> bool {
    matches!(name, "draft[version]" | "draft[revision]")
}

/// The control's name of a draft's field: `specifications[2].unit` → `draft[specifications][2][unit]`.
pub fn input_name(field: &str) -> String {
    let mut name = String::from("draft");
    for part in field.split(['.', '[']) {
        name.push('[');
        name.push_str(part.trim_end_matches(']'));
        name.push(']');
    }
    name
}

/// A control of a form.
enum Control {
    Input(HtmlInputElement),
    Area(HtmlTextAreaElement),
    Select(HtmlSelectElement),
}

/// The controls that are kept, by name: those of the draft that hold no secret.
fn controls(form: &HtmlFormElement) -> Vec<(String, Control)> {
    let control = |at: u32| {
        let element = form.get_with_index(at)?;
        let name = element.get_attribute("name").filter(|name| name.starts_with("draft["))?;
        let control = match element.dyn_into::<HtmlInputElement>() {
            // A revealed password is a text.
            Ok(input) => match input.type_().as_str() {
                "password" | "file" | "submit" | "button" | "reset" => return None,
                _ if input.autocomplete().contains("password") => return None,
                _ => Control::Input(input),
            },
            Err(element) => match element.dyn_into::<HtmlTextAreaElement>() {
                Ok(area) => Control::Area(area),
                Err(element) => Control::Select(element.dyn_into().ok()?),
            },
        };
        Some((name, control))
    };
    (0..u32::try_from(form.length()).unwrap_or_default()).filter_map(control).collect()
}

fn is_box(input: &HtmlInputElement) -> bool {
    matches!(input.type_().as_str(), "checkbox" | "radio")
}

/// What the form holds, by name.
pub fn written(form: &HtmlFormElement) -> Vec<(String, String)> {
    let value = |control: Control| match control {
        Control::Input(input) if is_box(&input) && !input.checked() => None,
        Control::Input(input) => Some(input.value()),
        Control::Area(area) => Some(area.value()),
        Control::Select(select) => Some(select.value()),
    };
    controls(form).into_iter().filter_map(|(name, control)| Some((name, value(control)?))).collect()
}

/// Puts what was kept into the controls of its names, in their order, and lets what follows them hear of it.
pub fn fill(form: &HtmlFormElement, fields: &[(String, String)]) {
    let mut rest: Vec<&(String, String)> = fields.iter().collect();
    let mut take = |name: &str, wanted: Option<&str>| {
        let at = rest.iter().position(|(n, v)| n == name && wanted.is_none_or(|wanted| wanted == v))?;
        Some(rest.remove(at).1.clone())
    };
    for (name, control) in controls(form) {
        match control {
            Control::Input(input) if is_box(&input) => {
                let on = take(&name, Some(&input.value())).is_some();
                if input.checked() != on {
                    input.set_checked(on);
                    tell(&input, "change");
                }
            }
            Control::Input(input) => {
                if let Some(value) = take(&name, None).filter(|value| *value != input.value()) {
                    input.set_value(&value);
                    tell(&input, "input");
                }
            }
            Control::Area(area) => {
                if let Some(value) = take(&name, None).filter(|value| *value != area.value()) {
                    area.set_value(&value);
                    tell(&area, "input");
                }
            }
            Control::Select(select) => {
                if let Some(value) = take(&name, None).filter(|value| *value != select.value()) {
                    select.set_value(&value);
                    tell(&select, "change");
                }
            }
        }
    }
}

fn tell(control: &Element, event: &str) {
    let init = EventInit::new();
    init.set_bubbles(true);
    if let Ok(event) = Event::new_with_event_init_dict(event, &init) {
        let _ = control.dispatch_event(&event);
    }
}
