//! What of a password somebody would guess: names, words of leaked passwords, sequences, years.

use crate::text::fold;

/// Words that lists of leaked passwords are made of, folded and without digits, longest forms included.
const GUESSED: &[&str] = &[
    "vigie",
    "gmao",
    "cmms",
    "maintenance",
    "technicien",
    "technician",
    "supervisor",
    "superviseur",
    "atelier",
    "usine",
    "password",
    "passwort",
    "passord",
    "passw",
    "motdepasse",
    "mdp",
    "secret",
    "azerty",
    "qwerty",
    "qwertz",
    "azertyuiop",
    "qwertyuiop",
    "qsdfgh",
    "asdfgh",
    "wxcvbn",
    "zxcvbn",
    "admin",
    "administrateur",
    "administrator",
    "root",
    "system",
    "default",
    "changeme",
    "change",
    "changezmoi",
    "letmein",
    "welcome",
    "bienvenue",
    "bonjour",
    "hello",
    "login",
    "guest",
    "invite",
    "user",
    "test",
    "demo",
    "temp",
    "temporaire",
    "master",
    "monkey",
    "dragon",
    "sunshine",
    "princess",
    "football",
    "baseball",
    "superman",
    "batman",
    "pokemon",
    "iloveyou",
    "jetaime",
    "loulou",
    "doudou",
    "chouchou",
    "soleil",
    "marseille",
    "paris",
    "france",
    "spring",
    "summer",
    "autumn",
    "winter",
    "printemps",
    "automne",
    "hiver",
    "january",
    "february",
    "janvier",
    "fevrier",
    "company",
    "entreprise",
    "societe",
    "shadow",
    "michael",
    "jordan",
    "ashley",
    "nicolas",
    "camille",
    "trustno",
    "whatever",
    "freedom",
    "starwars",
    "computer",
    "internet",
    "ordinateur",
    "liverpool",
    "chocolat",
    "chocolate",
];

/// Rows that fingers follow.
const ROWS: &[&str] = &[
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "&é\"'(-è_çà)=",
    "!@#$%^&*()",
];

/// The letters and digits that are left once names, guessed words, years, sequences and repetitions are marked.
pub(super) fn left_of(password: &str, own: &[&str]) -> Vec<char> {
    let typed: Vec<char> = fold(password).chars().collect();
    let plain: Vec<char> = typed.iter().copied().map(unleet).collect();
    let mut guessed = vec![false; typed.len()];
    for word in own_words(own).iter().map(String::as_str).chain(GUESSED.iter().copied()) {
        mark_word(&plain, word, &mut guessed);
    }
    for at in 0..typed.len() {
        let run = longest_run(&typed[at..]);
        let known = if is_year(&typed[at..]) { run.max(4) } else { run };
        if known >= 3 {
            guessed[at..at + known].fill(true);
        }
    }
    let kept = plain.into_iter().zip(guessed).filter(|(c, guessed)| !guessed && c.is_alphanumeric());
    kept.map(|(c, _)| c).collect()
}

fn mark_word(text: &[char], word: &str, marks: &mut [bool]) {
    let word: Vec<char> = word.chars().collect();
    for (at, window) in text.windows(word.len()).enumerate() {
        if window == word {
            marks[at..at + word.len()].fill(true);
        }
    }
}

/// The parts of the person's names that would be recognised in a password.
fn own_words(own: &[&str]) -> Vec<String> {
    let whole = own.iter().map(|name| fold(name)).collect::<Vec<_>>();
    let parts = whole.iter().flat_map(|name| name.split(|c: char| !c.is_alphanumeric()));
    parts.filter(|word| word.chars().count() >= 3).map(|word| word.chars().map(unleet).collect()).collect()
}

/// The letter that a digit or a sign stands for in `P4$$w0rd`.
fn unleet(c: char) -> char {
    match c {
        '@' | '4' => 'a',
        '0' => 'o',
        '1' | '!' => 'i',
        '3' | '€' => 'e',
        '5' | '$' => 's',
        '7' => 't',
        c => c,
    }
}

/// How far the text goes on with one character, the alphabet, digits or a keyboard row, either way.
fn longest_run(chars: &[char]) -> usize {
    let same = chars.iter().take_while(|c| **c == chars[0]).count();
    let along = |forward: bool| ROWS.iter().map(|row| along_row(chars, row, forward)).max().unwrap_or(0);
    same.max(along(true)).max(along(false))
}

fn along_row(chars: &[char], row: &str, forward: bool) -> usize {
    let row: Vec<char> = if forward { row.chars().collect() } else { row.chars().rev().collect() };
    let Some(start) = row.iter().position(|c| *c == chars[0]) else { return 0 };
    chars.iter().zip(&row[start..]).take_while(|(a, b)| a == b).count()
}

/// Four digits that read as a year of our time.
fn is_year(text: &[char]) -> bool {
    matches!(text, ['1', '9', a, b, ..] | ['2', '0', a, b, ..] if a.is_ascii_digit() && b.is_ascii_digit())
}
