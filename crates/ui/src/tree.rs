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

fn line(node: &TreeNode, branch: bool) -> AnyView {
    view! {
        <span class="tree-line">
            <span class="tree-toggle">{branch.then(|| view! { <Glyph icon=Icon::ChevronRight size=14 /> })}</span>
            <a href=node.href.clone() aria-current=node.current.then_some("page")>
                {node.icon.map(|icon| view! { <Glyph icon=icon class="text-ink-3" /> })}
                {node.code.clone().map(|code| view! { <span class="code">{code}</span> })}
                <span class="truncate">{node.label.clone()}</span>
                <span class="tree-end">
                    {node.note.clone()}
                    {node.badge.clone().map(|(tone, icon, label)| view! { <Badge tone=tone icon=icon label=label /> })}
                </span>
            </a>
        </span>
    }
    .into_any()
}

fn node_view(node: TreeNode) -> AnyView {
    if node.children.is_empty() {
        return view! { <li>{line(&node, false)}</li> }.into_any();
    }
    let head = line(&node, true);
    let children = node.children.into_iter().map(node_view).collect_view();
    view! {
        <li>
            <details open=node.open>
                <summary>{head}</summary>
                <ul>{children}</ul>
            </details>
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
