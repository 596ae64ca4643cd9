//! Buttons, menus, dialogs, messages.

use leptos::prelude::*;

use super::Part;
use crate::{
    Align, Banner, Button, Dialog, DialogActions, DialogButton, Field, Icon, IconButton, LinkButton, Menu,
    MenuButton, MenuLink, MenuRule, MenuTitle, Size, Tone, Variant,
};

#[component]
pub(super) fn Actions() -> AnyView {
    let lines = [
        ("Principal", Variant::Primary, "Valider"),
        ("Secondaire", Variant::Plain, "Planifier"),
        ("Danger", Variant::Danger, "Supprimer"),
        ("Discret", Variant::Ghost, "Annuler"),
        ("Outil", Variant::Quiet, "Filtrer"),
    ]
    .map(|(name, variant, label)| {
        view! {
            <p class="flex flex-wrap items-center gap-3">
                <span class="w-24 text-sm text-ink-2">{name}</span>
                <Button kind="button" variant=variant label=label />
                <Button kind="button" variant=variant label=label class="is-hover" />
                <Button kind="button" variant=variant label=label class="is-focus" />
                <Button kind="button" variant=variant label=label busy=true />
                <Button kind="button" variant=variant label=label disabled=true />
                <Button kind="button" variant=variant label=label reason="Réservé aux superviseurs" />
            </p>
        }
    });
    view! {
        <Part title="Boutons">
            <div class="grid gap-3">{lines}</div>
            <p class="mt-4 flex flex-wrap items-center gap-3">
                <Button kind="button" variant=Variant::Primary size=Size::Touch icon=Icon::Check label="Tactile 56 px" />
                <Button kind="button" size=Size::Large icon=Icon::KeyRound label="Grand 48 px" />
                <Button kind="button" size=Size::Small icon=Icon::Plus label="Petit" />
                <LinkButton href="#link" label="Lien" end_icon=Icon::ArrowRight />
                <IconButton icon=Icon::Ellipsis label="Autres actions" variant=Variant::Quiet />
                <IconButton icon=Icon::Bell label="Notifications, 2 non lues" dot=true />
                <IconButton icon=Icon::Bookmark label="Suivre" pressed=Some(true) variant=Variant::Quiet />
                <IconButton icon=Icon::RefreshCw label="Actualiser" busy=true />
            </p>
        </Part>
        <Part title="Menus, dialogues, messages">
            <div class="flex flex-wrap items-center gap-3">
                <Menu id="kit-menu" label="Actions" icon=Icon::Settings>
                    <MenuTitle text="PH-001" />
                    <MenuLink href="#edit" label="Modifier" icon=Icon::Pencil />
                    <MenuLink href="#now" label="Historique" icon=Icon::History current=true />
                    <MenuRule />
                    <MenuButton label="Mettre au rebut" icon=Icon::Trash kind="button" danger=true />
                </Menu>
                <Menu id="kit-more" label="Autres actions" icon=Icon::EllipsisVertical icon_only=true align=Align::End>
                    <MenuLink href="#copy" label="Dupliquer" icon=Icon::Copy />
                    <MenuLink href="#export" label="Exporter" icon=Icon::Download download=true />
                </Menu>
                <DialogButton dialog="kit-dialog" label="Mettre au rebut" variant=Variant::Danger icon=Icon::Trash />
            </div>
            <Dialog id="kit-dialog" title="Mettre GE-601 au rebut ?" close_label="Fermer" alert=true>
                <p>"Ses 3 maintenances à venir seront annulées. L’historique reste consultable."</p>
                <Field label="Tapez GE-601 pour confirmer" name="confirm" autocomplete="off" />
                <DialogActions cancel="Garder">
                    <Button kind="button" variant=Variant::Danger label="Mettre au rebut" />
                </DialogActions>
            </Dialog>
            <div class="mt-4 grid gap-2">
                {Tone::ALL
                    .map(|tone| {
                        view! {
                            <Banner tone=tone round=true end=view! { <a class="link" href="#bt">"BT-2051"</a> }.into_any()>
                                <b>"En panne depuis 8:12. "</b>
                                "Fuite au bloc distributeur."
                            </Banner>
                        }
                    })}
            </div>
            <div class="mt-4 grid gap-2">
                <div class="toast">
                    <crate::Glyph icon=Icon::CalendarCheck />
                    <span class="toast-text">"BT-2043 déplacé à jeudi 10:00"</span>
                    <button type="button">"Annuler"</button>
                    <button type="button" class="toast-close" aria-label="Fermer">
                        <crate::Glyph icon=Icon::X size=14 />
                    </button>
                </div>
            </div>
        </Part>
    }
    .into_any()
}
