//! Function words, which say how a thing is asked and not what: interrogatives, and the words of grammar.
//!
//! A text that answers 如何申请 seldom says 如何, and where it does that is chance; yet in a collection of reports or laws such words are rare, so
//! that their idf is high. Both lists are closed classes of the language (朱德熙, 语法讲义, 1982: 疑问代词 and 语气词 of
//! questions; 虚词), not words gathered from a test set. Measured over the three sets, RR@10 of pairs and characters without → with
//! interrogatives at 0.3: ncp_policies .852 → .859, stard .354 → .354, cmrc2018 .977 → .983; with particles at 0.5 beside:
//! .861, .357, .983. Tried and dropped: the frequency of a word in general Chinese (jieba's dictionary) against that in the index, as a
//! product, a minimum or a difference of idfs: cmrc2018 gained .6 %, ncp_policies and stard lost up to 3 %.
//!
//! Pronouns, auxiliaries and conjunctions came later, at the particles' 0.5 (可以 and 我 are rare in laws): RR@10 of stard .3744 → .3750,
//! ncp_policies and cmrc2018 stay; nDCG@10 over `tests/ranking` .7667 → .7673; 6,405 news articles asked for by 900 of
//! their titles .8587 → .8600, one passage of each .4389 → .4397, titles asked for by a clause of the article .1783 → .1792. Left out, since a set lost:
//! prepositions of two characters (通过, 根据: ncp_policies .001), adverbs (已经, 分别: passages of news .001), adverbs of one character, and 进行, 有关, 情况.

/// Interrogatives, the longer before the shorter.
const INTERROGATIVES: [&str; 36] = [
    "什么时候",
    "怎么办",
    "怎么样",
    "为什么",
    "什么样",
    "是不是",
    "有没有",
    "能不能",
    "可不可以",
    "是什么",
    "哪几个",
    "多长时间",
    "什么",
    "怎么",
    "怎样",
    "如何",
    "哪些",
    "哪里",
    "哪个",
    "哪几",
    "哪种",
    "哪",
    "多少",
    "是否",
    "能否",
    "可否",
    "请问",
    "几个",
    "几种",
    "何时",
    "何种",
    "有何",
    "何",
    "谁",
    "吗",
    "呢",
];

/// Particles, prepositions, conjunctions, adverbs and pronouns of one character.
const PARTICLES: &str = "的地得了着过之所把被将给和与及或跟同在从自向往到对于由以按为因比除是有不也都就还又很最这那其此该每各我你您他她它咱吧啊呀嘛么啦哦";

/// Pronouns, auxiliaries of the verb, conjunctions, and numerals with their measure, of two characters.
const FUNCTION_WORDS: [&str; 75] = [
    "我们", "你们", "他们", "她们", "它们", "咱们", "自己", "大家", "别人", "人家", "这个", "那个",
    "这些", "那些", "这样", "那样", "这种", "那种", "这里", "那里", "这么", "那么", "其中", "其他",
    "其它", "可以", "应该", "应当", "需要", "必须", "能够", "可能", "愿意", "不能", "不会", "不要",
    "不得", "不可", "不用", "如果", "要是", "假如", "但是", "可是", "不过", "然而", "因为", "所以",
    "因此", "由于", "而且", "并且", "或者", "还是", "以及", "虽然", "尽管", "即使", "只要", "只有",
    "无论", "不管", "为了", "然后", "从而", "以便", "以免", "否则", "甚至", "一个", "一些", "一下",
    "一种", "一次", "某些",
];

/// Whether a character can be a word of grammar by itself.
pub fn is_particle(c: char) -> bool {
    PARTICLES.contains(c)
}

/// Whether a word says how a thing is asked or told, not what.
pub fn is_function_word(word: &str) -> bool {
    let mut chars = word.chars();
    match (chars.next(), chars.next()) {
        (Some(only), None) => is_particle(only) || INTERROGATIVES.contains(&word),
        _ => FUNCTION_WORDS.contains(&word),
    }
}

/// Marks the characters that are part of an interrogative. `in_word` says which are part of a word of two characters or more,
/// since 何 asks nothing in 几何.
pub fn in_interrogatives(chars: &[char], in_word: &[bool]) -> Vec<bool> {
    let mut marked = vec![false; chars.len()];
    let mut at = 0;
    while at < chars.len() {
        let rest = &chars[at..];
        let begins = |word: &&&str| {
            let mut wanted = word.chars();
            let n_same = rest
                .iter()
                .zip(wanted.by_ref())
                .take_while(|(a, b)| *a == b)
                .count();
            n_same == word.chars().count()
        };
        let n_chars = INTERROGATIVES
            .iter()
            .filter(begins)
            .map(|word| word.chars().count())
            .max();
        let mut n_chars = n_chars.unwrap_or(0);
        if n_chars == 1 && in_word.get(at) == Some(&true) {
            n_chars = 0;
        }
        marked[at..at + n_chars].fill(true);
        at += n_chars.max(1);
    }
    marked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &str, expected: &str) {
        let words = words.split(' ');
        let lengths = words.clone().map(|word| word.chars().count());
        let in_word: Vec<bool> = lengths.flat_map(|n| vec![n > 1; n]).collect();
        let text: String = words.collect();
        let chars: Vec<char> = text.chars().collect();
        let marked = in_interrogatives(&chars, &in_word);
        let shown: String = chars
            .iter()
            .zip(marked)
            .map(|(c, marked)| if marked { '_' } else { *c })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn what_asks_is_told_from_what_is_asked() {
        check("教师 如何 交流 ？", "教师__交流？");
        check("课后 服务 有 哪些 内容", "课后服务有__内容");
        check("什么 时候 开学 呢", "____开学_");
        check("几何 课程", "几何课程");
        check("推进 区 管 校 聘", "推进区管校聘");
    }

    #[test]
    fn words_of_grammar_are_told_from_words_of_matters() {
        assert!(is_function_word("可以") && is_function_word("他们"));
        assert!(is_function_word("的") && is_function_word("谁"));
        assert!(!is_function_word("教师") && !is_function_word("可"));
        assert!(is_particle('我') && !is_particle('校'));
    }
}
