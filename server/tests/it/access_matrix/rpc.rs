//! The server functions that the pages call.

use crate::access_matrix::{
    Access::{self, List, Needs, Public, Row, SignedIn},
    Call, Fresh, Request,
};
use axum::http::Method;
use domain::Permission as P;

/// Arguments, as a form would send them.
type Make = fn(&Fresh) -> String;

/// A function that reads: its arguments are in the address.
fn read(endpoint: &str, access: Access, make: Make) -> Call {
    let path = format!("/rpc/{endpoint}");
    let template = path.clone();
    let request = move |fresh: &Fresh| Request {
        uri: format!("{path}?{}", make(fresh)),
        content_type: "",
        body: String::new(),
    };
    Call { method: Method::GET, template, access, make: Box::new(request) }
}

/// A function that writes.
fn write(endpoint: &str, access: Access, make: Make) -> Call {
    let path = format!("/rpc/{endpoint}");
    let template = path.clone();
    let request = move |fresh: &Fresh| Request {
        uri: path.clone(),
        content_type: "application/x-www-form-urlencoded",
        body: make(fresh),
    };
    Call { method: Method::POST, template, access, make: Box::new(request) }
}

pub fn calls() -> Vec<Call> {
    let mut all = vec![read("form/replay", Public, |_| "token=none".into())];
    all.extend(account());
    all.extend(places());
    all.extend(equipment());
    all.extend(work());
    all.extend(checklists());
    all.extend(team());
    all.extend(documents());
    all.extend(imports());
    all.extend(jobs());
    all.extend(administration());
    all
}

fn account() -> Vec<Call> {
    vec![
        // Those who may not read a noun find nothing of it.
        read("palette/search", List(P::AccountOwn), |f| format!("q={}", f.mark)),
        read("palette/lines", SignedIn, |_| String::new()),
        // Of a draft that is nobody's yet.
        write("check", SignedIn, |_| {
            "of=/rpc/site/save&name=draft[code]&sent=draft%5Bcode%5D%3D%26draft%5Bname%5D%3DNord".into()
        }),
        read("notification/unread", SignedIn, |_| String::new()),
        read("intervention/waiting", SignedIn, |_| String::new()),
        write("notification/read-all", SignedIn, |_| String::new()),
        write("notification/seen", SignedIn, |f| {
            format!("intervention={}&person={}", f.intervention, f.technician)
        }),
        write("notification/send", Row(P::NotificationSend), |f| {
            format!("draft[user_ids][0]={}&draft[title]={}&draft[message]=Bonjour", f.technician, f.mark)
        }),
        // Of nobody.
        write("notification/read", SignedIn, |_| "id=0".into()),
        write("notification/delete", SignedIn, |_| "id=0".into()),
        write("account/profile", SignedIn, |f| format!("draft[first_name]=A&draft[last_name]={}", f.mark)),
        write("account/password", SignedIn, |_| "draft[current_password]=x".into()),
        write("account/end-session", SignedIn, |_| "id=0".into()),
        write("account/end-other-sessions", SignedIn, |_| String::new()),
        // One's own changes alone; nothing is found of another's.
        read("undo/get", SignedIn, |_| "id=0".into()),
        write("undo/apply", SignedIn, |_| "id=0&back=/account".into()),
    ]
}

fn team() -> Vec<Call> {
    vec![
        write("team/profile", Row(P::TeamWrite), |f| {
            format!("id={}&draft[specialty]={}&draft[version]=0", f.technician, f.mark)
        }),
        write("team/shifts", Row(P::TeamWrite), |f| {
            format!(
                "id={}&draft[valid_from]=2026-11-30&draft[days][0][starts]=06:00&draft[days][0][ends]=14:00",
                f.technician
            )
        }),
        write("team/delete-shifts", Row(P::TeamWrite), |f| format!("id={}&from=2026-01-05", f.technician)),
        write("team/rate", Row(P::UserManage), |f| {
            format!("id={}&draft[valid_from]=2026-01-01&draft[hourly]=40", f.technician)
        }),
        write("team/absence", Needs(P::AbsencePropose), |_| {
            "draft[kind]=leave&draft[first_day]=2027-05-03".into()
        }),
        write("team/approve", Row(P::TeamWrite), |f| format!("id={}", f.absence)),
        write("team/refuse", Row(P::TeamWrite), |f| format!("id={}&draft[reason]=Complet", f.absence)),
        write("team/withdraw", Row(P::TeamWrite), |f| format!("id={}&person={}", f.absence, f.technician)),
        write("team/save", Row(P::TeamWrite), |f| {
            format!("draft[site_id]={}&draft[name]=R{}&draft[active]=true", f.site, f.mark)
        }),
        write("team/delete", Row(P::TeamWrite), |f| format!("id={}", f.team)),
    ]
}

fn documents() -> Vec<Call> {
    vec![
        write("document/save", Row(P::DocumentWrite), |f| {
            format!("id={}&draft[file_name]=Plan.pdf&draft[kind]=drawing&draft[revision]=1", f.document)
        }),
        write("document/cover", Row(P::DocumentWrite), |f| format!("id={}", f.document)),
        write("document/make-current", Row(P::DocumentWrite), |f| format!("id={}", f.document)),
        write("document/delete", Row(P::DocumentWrite), |f| format!("id={}", f.document)),
        write("document/restore", Row(P::DocumentWrite), |f| format!("id={}", f.document)),
    ]
}

fn places() -> Vec<Call> {
    vec![
        read("site/list", Needs(P::SiteRead), |_| String::new()),
        read("site/choices", Needs(P::AccountOwn), |_| String::new()),
        write("site/save", Row(P::SiteWrite), |f| {
            format!(
                "id={}&draft[code]=PLANT&draft[name]={}&draft[version]={}&draft[timezone]=Europe/Paris&draft[currency]=EUR",
                f.site, f.mark, f.site_version
            )
        }),
        write("site/delete", Row(P::SiteWrite), |f| format!("id={}", f.site)),
        write("production-line/save", Row(P::StructureWrite), |f| {
            format!(
                "id={}&draft[site_id]={}&draft[code]=A{}&draft[name]=L&draft[version]=1",
                f.line, f.site, f.mark
            )
        }),
        write("production-line/delete", Row(P::StructureWrite), |f| format!("id={}", f.line)),
        write("equipment-type/save", Needs(P::StructureWrite), |f| {
            format!("id={}&draft[name]=T{}&draft[version]=1", f.kind, f.mark)
        }),
        write("equipment-type/delete", Needs(P::StructureWrite), |f| format!("id={}", f.kind)),
        write("maintenance-type/save", Needs(P::StructureWrite), |f| {
            format!("draft[name]=M{}&draft[colour]=%23123456&draft[icon]=scale", f.mark)
        }),
        write("maintenance-type/delete", Needs(P::StructureWrite), |f| format!("id={}", f.maintenance)),
        write("failure-code/save", Needs(P::StructureWrite), |f| {
            format!("draft[kind]=mode&draft[code]=R{}&draft[label_fr]=a&draft[label_en]=b", f.mark)
        }),
        write("failure-code/delete", Needs(P::StructureWrite), |f| format!("id={}", f.failure_code)),
    ]
}

fn equipment() -> Vec<Call> {
    vec![
        read("equipment/choices", List(P::EquipmentRead), |f| format!("q={}", f.mark)),
        write("equipment/save", Row(P::EquipmentWrite), |f| {
            format!(
                "id={}&draft[site_id]={}&draft[code]=A{}&draft[name]=L&draft[version]=1",
                f.equipment, f.site, f.mark
            )
        }),
        write("equipment/state", Row(P::EquipmentWrite), |f| {
            format!("id={}&draft[state]=broken&draft[state_reason]=fuite", f.equipment)
        }),
        write("equipment/lift-state", Row(P::EquipmentWrite), |f| format!("id={}", f.equipment)),
        write("equipment/retire", Row(P::EquipmentWrite), |f| format!("id={}", f.equipment)),
        write("equipment/delete", Row(P::EquipmentDelete), |f| format!("id={}", f.equipment)),
        write("equipment/bulk", Row(P::EquipmentWrite), |f| {
            format!("ids[0]={}&change=state:broken&back=", f.equipment)
        }),
        write("equipment/save-view", Needs(P::AccountOwn), |f| {
            format!("draft[list]=equipment&draft[name]=V{}&draft[query]=", f.mark)
        }),
        write("equipment/delete-view", Needs(P::AccountOwn), |f| format!("id={}", f.saved_view)),
        read("intervention/list", List(P::InterventionRead), |f| format!("query=q%3D{}", f.mark)),
        read("intervention/get", Row(P::InterventionRead), |f| format!("id={}", f.intervention)),
    ]
}

/// The plant's interventions are closed: a step of somebody who may make it is refused by the status.
fn work() -> Vec<Call> {
    vec![
        write("work/save", Row(P::InterventionWrite), |f| {
            let machine = f.equipment;
            format!(
                "draft[equipment_id]={machine}&draft[title]=Graissage&draft[kind]=preventive&draft[priority]=low"
            )
        }),
        write("work/log-time", Row(P::InterventionWork), |f| {
            format!("id={}&draft[started]=2026-01-05T08:00&draft[ended]=09:00", f.intervention)
        }),
        write("work/change-time", Row(P::InterventionWork), |f| {
            format!("id={}&period=0&draft[started]=2026-01-05T08:00&draft[ended]=09:00", f.intervention)
        }),
        write("work/add-part", Row(P::InterventionWork), |f| {
            format!("id={}&draft[text]=Joint&draft[amount]=3", f.intervention)
        }),
        write("work/change-part", Row(P::InterventionWork), |f| {
            format!("id={}&part=0&draft[text]=Joint", f.intervention)
        }),
        write("work/remove-part", Row(P::InterventionWork), |f| format!("id={}&part=0", f.intervention)),
        write("work/assign", Row(P::InterventionWrite), |f| {
            format!("id={}&draft[technicians][0]={}", f.intervention, f.user)
        }),
        write("work/start", Row(P::InterventionWork), |f| format!("id={}", f.intervention)),
        write("work/pause", Row(P::InterventionWork), |f| {
            format!("id={}&draft[reason]=part", f.intervention)
        }),
        write("work/resume", Row(P::InterventionWork), |f| format!("id={}", f.intervention)),
        write("work/finish", Row(P::InterventionWork), |f| {
            format!("id={}&draft[report]=Fait", f.intervention)
        }),
        write("work/validate", Row(P::InterventionValidate), |f| format!("id={}", f.intervention)),
        write("work/return", Row(P::InterventionValidate), |f| {
            format!("id={}&draft[kind]=paperwork&draft[reason]=Photo", f.intervention)
        }),
        write("work/cancel", Row(P::InterventionWrite), |f| {
            format!("id={}&draft[reason]=Doublon", f.intervention)
        }),
        write("work/archive", Row(P::InterventionWrite), |f| format!("id={}", f.intervention)),
        write("work/diagnose", Row(P::InterventionWork), |f| {
            format!("id={}&failure={}&draft[version]=1", f.intervention, f.failure)
        }),
        write("work/comment", Row(P::InterventionRead), |f| format!("id={}&draft[text]=Vu", f.intervention)),
    ]
}

fn checklists() -> Vec<Call> {
    vec![
        write("checklist/answer", Row(P::InterventionWork), |f| {
            format!("id={}&step=0&draft[value]=6,4", f.intervention)
        }),
        write("checklist/corrective", Row(P::InterventionWork), |f| format!("id={}&step=0", f.intervention)),
        write("checklist/add", Row(P::InterventionWrite), |f| {
            format!("id={}&draft[label]=Nettoyer&draft[kind]=tick", f.intervention)
        }),
        write("checklist/place", Row(P::InterventionWrite), |f| {
            format!("id={}&step=0&draft[to]=up", f.intervention)
        }),
        write("checklist/remove", Row(P::InterventionWrite), |f| format!("id={}&step=0", f.intervention)),
        write("campaign/start", Needs(P::InterventionWrite), |f| {
            let (title, machine) = (&f.mark, f.equipment);
            format!(
                "draft[title]={title}&draft[due_on]=2999-06-30&draft[kind]=inspection&draft[priority]=low\
                 &draft[equipment_ids][0]={machine}"
            )
        }),
        write("campaign/add", Row(P::InterventionWrite), |f| format!("id={}", f.campaign)),
        write("campaign/close", Row(P::InterventionWrite), |f| format!("id={}", f.campaign)),
        write("campaign/cancel", Row(P::InterventionWrite), |f| {
            format!("id={}&draft[reason]=Rappel", f.campaign)
        }),
        write("work-template/save", Needs(P::InterventionWrite), |f| {
            format!("draft[title]=Nouveau {}&draft[kind]=preventive&draft[priority]=low", f.mark)
        }),
        write("work-template/copy", Needs(P::InterventionWrite), |f| format!("id={}", f.template)),
        write("work-template/retire", Needs(P::InterventionWrite), |f| format!("id={}", f.template)),
        write("work-template/restore", Needs(P::InterventionWrite), |f| format!("id={}", f.template)),
        write("work-template/delete", Needs(P::InterventionWrite), |f| format!("id={}", f.template)),
    ]
}

fn administration() -> Vec<Call> {
    vec![
        write("user/create", Needs(P::UserCreate), |_| "draft[email]=x".into()),
        write("user/save", Needs(P::UserManage), |f| {
            format!("id={}&draft[email]=x&draft[version]=1", f.user)
        }),
        write("user/active", Needs(P::UserManage), |f| format!("id={}&active=true", f.user)),
        write("user/remove-second-step", Needs(P::UserManage), |f| format!("id={}", f.user)),
        write("user/invite-again", Needs(P::UserManage), |f| format!("id={}", f.user)),
        write("user/unlock", Needs(P::UserManage), |f| format!("id={}", f.user)),
        write("user/end-sessions", Needs(P::UserManage), |f| format!("id={}&session=0", f.user)),
        write("registration/approve", Needs(P::UserManage), |_| "id=0&draft[role]=client".into()),
        write("registration/refuse", Needs(P::UserManage), |_| "id=0".into()),
        write("settings/save", Needs(P::SettingsManage), |f| {
            format!("section=general&draft[plant_name]={}&draft[version]=0", f.mark)
        }),
        // Without a server to try.
        write("settings/try-mail", Needs(P::SettingsManage), |_| "draft[version]=0".into()),
        write("settings/reset", Needs(P::SettingsManage), |_| "section=general".into()),
        write("settings/check-store", Needs(P::SettingsManage), |_| String::new()),
        write("template/preview", Needs(P::SettingsManage), |f| words(f, "")),
        write("template/save", Needs(P::SettingsManage), |f| words(f, "0")),
        write("template/restore", Needs(P::SettingsManage), |_| TEMPLATE.into()),
    ]
}

/// The mail that the calls about templates are about.
const TEMPLATE: &str = "template=mail_trial&language=en";

fn words(fresh: &Fresh, version: &str) -> String {
    let mark = &fresh.mark;
    format!("{TEMPLATE}&draft[version]={version}&draft[subject]={mark}&draft[html]={mark}&draft[text]={mark}")
}

fn imports() -> Vec<Call> {
    vec![
        write("import/columns", Needs(P::ImportRun), |f| {
            format!(
                "id={}&draft[columns][0]=code&draft[columns][1]=name&draft[dates]=&draft[decimal]=\
                 &draft[create_types]=false&draft[create_equipment]=false&draft[equipment_name]=\
                 &draft[equipment_type]=",
                f.import
            )
        }),
        write("import/layout", Needs(P::ImportRun), |f| format!("id={}&draft[header]=1", f.import)),
        write("import/remedy", Needs(P::ImportRun), |f| format!("id={}&remedy=create_types", f.import)),
        write("import/values", Needs(P::ImportRun), |f| format!("id={}", f.import)),
        write("import/check", Needs(P::ImportRun), |f| format!("id={}", f.import)),
        write("import/commit", Needs(P::ImportRun), |f| format!("id={}", f.import)),
        write("import/undo", Needs(P::ImportRun), |f| format!("id={}", f.import)),
    ]
}

fn jobs() -> Vec<Call> {
    vec![
        write("job/retry", Needs(P::JobManage), |f| format!("id={}", f.job)),
        write("job/cancel", Needs(P::JobManage), |f| format!("id={}", f.job)),
        write("mail/retry", Needs(P::MailManage), |f| format!("id={}", f.mail)),
    ]
}
