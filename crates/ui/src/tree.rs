//! Things inside things: nested lists of links, each branch a native `<details>`.

use leptos::prelude::*;

use crate::{Badge, Glyph, Icon, Tone};

/// A node of a tree.
#[derive(Clone, Debug, PartialEq)]
pub struct TreeNode {
    pub href: String,
    /// A code before the name.
    pub code: Option<String>,
    pub label: String,
    pub icon: Option<Icon>,
    /// At the end of the line, a count for instance.
    pub note: Option<String>,
    /// At the end of the line, a state.
    pub badge: Option<(Tone, Icon, String)>,
    /// The page shown is there.
    pub current: bool,
    /// The branch is unfolded.
    pub open: bool,
    pub children: Vec<TreeNode>,
}

impl TreeNode {
    /// A leaf at `href` that reads `label`.
    pub fn new(href: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            href: href.into(),
            code: None,
            label: label.into(),
            icon: None,
            note: None,
            badge: None,
            current: false,
            open: false,
            children: Vec::new(),
        }
    }
}

fn node_view(node: TreeNode) -> AnyView {
    let children = (!node.children.is_empty()).then(|| {
        // Beside the link, not around it: a link inside a summary is out of reach of some screen readers.
        view! {
            <details open=node.open>
                <summary class="tree-toggle" aria-label=node.label.clone()>
                    <Glyph icon=Icon::ChevronRight size=14 />
                </summary>
                <ul>{node.children.into_iter().map(node_view).collect_view()}</ul>
            </details>
        }
    });
    view! {
        <li>
            <span class="tree-line">
                <a href=node.href aria-current=node.current.then_some("page")>
                    {node.icon.map(|icon| view! { <Glyph icon=icon class="text-ink-3" /> })}
                    {node.code.map(|code| view! { <span class="code">{code}</span> })}
                    <span class="tree-label">{node.label}</span>
                    <span class="tree-end">
                        {node.note}
                        {node.badge.map(|(tone, icon, label)| view! { <Badge tone=tone icon=icon label=label /> })}
                    </span>
                </a>
            </span>
            {children}
        </li>
    }
    .into_any()
}

/// The whole tree.
#[component]
pub fn Tree(#[prop(into)] label: String, nodes: Vec<TreeNode>) -> AnyView {
    view! {
        <nav class="tree" aria-label=label>
            <ul>{nodes.into_iter().map(node_view).collect_view()}</ul>
        </nav>
    }
    .into_any()
}
