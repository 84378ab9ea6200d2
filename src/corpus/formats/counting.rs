//! The number formats of Word's lists: how a number is written as 一, ①, IV or 甲.
//!
//! Input: a number and the name of its format (ECMA-376 part 1, 17.18.59). Output: its text. Formats of other scripts are written as
//! decimals. `lists` counts the numbers.

const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const LEGAL: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
const BRANCHES: &str = "子丑寅卯辰巳午未申酉戌亥";

/// Writes a number of a list, from 0 up, in a format.
pub(super) fn written(number: u32, format: &str) -> String {
    match format {
        "none" => String::new(),
        "decimalZero" => format!("{number:02}"),
        "decimalFullWidth" | "decimalFullWidth2" => {
            shifted(&number.to_string(), '０' as u32 - '0' as u32)
        }
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => enclosed(number, '①', 20),
        "decimalEnclosedFullstop" => enclosed(number, '⒈', 20),
        "decimalEnclosedParen" => enclosed(number, '⑴', 20),
        "ideographEnclosedCircle" => enclosed(number, '㊀', 10),
        "chineseCounting" | "taiwaneseCounting" if number < 100 => {
            counted(number, &DIGITS, "十百千")
        }
        "chineseCounting"
        | "taiwaneseCounting"
        | "taiwaneseDigital"
        | "ideographDigital"
        | "japaneseDigitalTenThousand"
        | "koreanDigital2" => digit_by_digit(number),
        "chineseCountingThousand" | "taiwaneseCountingThousand" | "japaneseCounting" => {
            counted(number, &DIGITS, "十百千")
        }
        "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal" => legal(number),
        "ideographTraditional" => cyclic(number, STEMS),
        "ideographZodiac" => cyclic(number, BRANCHES),
        "upperLetter" => letters(number, b'A'),
        "lowerLetter" => letters(number, b'a'),
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_lowercase(),
        _ => number.to_string(),
    }
}

/// Writes 十一, 二十, 一百〇五 and so on: below twenty, 十 has no 一 before it.
fn counted(number: u32, digits: &[char; 10], powers: &str) -> String {
    let (high, low) = (number / 10_000, number % 10_000);
    let mut text = String::new();
    if high > 0 {
        text = counted(high, digits, powers) + "万";
        if low == 0 {
            return text;
        }
    }
    let powers: Vec<char> = powers.chars().collect();
    let mut owes_zero = high > 0 && low < 1_000;
    for place in (0..4).rev() {
        let digit = (low / 10_u32.pow(place)) % 10;
        if digit == 0 {
            owes_zero |= !text.is_empty();
            continue;
        }
        if std::mem::take(&mut owes_zero) && !text.is_empty() {
            text.push(if digits == &LEGAL { '零' } else { '〇' });
        }
        let is_bare_ten = place == 1 && digit == 1 && text.is_empty() && digits != &LEGAL;
        if !is_bare_ten {
            text.push(digits[digit as usize]);
        }
        if place > 0 {
            text.extend(powers.get(place as usize - 1));
        }
    }
    match text.is_empty() {
        true => digits[0].to_string(),
        false => text,
    }
}

fn legal(number: u32) -> String {
    counted(number, &LEGAL, "拾佰仟")
}

fn digit_by_digit(number: u32) -> String {
    let digits = number.to_string();
    digits
        .bytes()
        .map(|digit| DIGITS[usize::from(digit - b'0')])
        .collect()
}

fn shifted(text: &str, by: u32) -> String {
    text.chars()
        .filter_map(|c| char::from_u32(c as u32 + by))
        .collect()
}

fn enclosed(number: u32, first: char, n_characters: u32) -> String {
    match (1..=n_characters).contains(&number) {
        true => char::from_u32(first as u32 + number - 1).map_or_else(String::new, String::from),
        false => number.to_string(),
    }
}

fn cyclic(number: u32, cycle: &str) -> String {
    let n_characters = cycle.chars().count() as u32;
    match number {
        0 => "0".to_owned(),
        _ => cycle
            .chars()
            .nth(((number - 1) % n_characters) as usize)
            .map_or_else(String::new, String::from),
    }
}

/// Writes a … z, aa, bb, …: Word repeats the letter.
fn letters(number: u32, first: u8) -> String {
    let Some(index) = number.checked_sub(1) else {
        return "0".to_owned();
    };
    let letter = char::from(first + (index % 26) as u8);
    let n_times = (index / 26 + 1).min(10) as usize;
    letter.to_string().repeat(n_times)
}

fn roman(number: u32) -> String {
    const STEPS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number == 0 || number >= 4_000 {
        return number.to_string();
    }
    let (mut rest, mut text) = (number, String::new());
    for (value, letters) in STEPS {
        while rest >= value {
            text.push_str(letters);
            rest -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(format: &str, expected: &[(u32, &str)]) {
        for (number, text) in expected {
            assert_eq!(written(*number, format), *text, "{number} as {format}");
        }
    }

    #[test]
    fn chinese_numbers_are_written_as_word_writes_them() {
        check(
            "chineseCountingThousand",
            &[
                (1, "一"),
                (10, "十"),
                (11, "十一"),
                (20, "二十"),
                (42, "四十二"),
                (105, "一百〇五"),
                (110, "一百一十"),
                (1000, "一千"),
                (10_000, "一万"),
            ],
        );
        check(
            "chineseCounting",
            &[(10, "十"), (21, "二十一"), (100, "一〇〇")],
        );
        check("japaneseCounting", &[(3, "三"), (12, "十二")]);
        check("chineseLegalSimplified", &[(3, "叁"), (10, "壹拾")]);
        check("ideographDigital", &[(10, "一〇")]);
        check("ideographTraditional", &[(1, "甲"), (11, "甲")]);
    }

    #[test]
    fn numbers_in_circles_end_at_twenty() {
        check("decimalEnclosedCircle", &[(1, "①"), (20, "⑳"), (21, "21")]);
        check("decimalEnclosedParen", &[(2, "⑵")]);
    }

    #[test]
    fn letters_and_romans_are_written() {
        check("lowerLetter", &[(1, "a"), (27, "aa")]);
        check("upperRoman", &[(4, "IV"), (1999, "MCMXCIX")]);
        check("decimal", &[(7, "7")]);
        check("decimalFullWidth", &[(12, "１２")]);
    }
}
