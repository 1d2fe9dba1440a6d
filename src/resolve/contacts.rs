//! Telephone numbers, e-mail addresses and web sites as they are compared.

/// Mail services that anyone can use: sharing one says nothing. Own list.
const FREE_MAIL: &[&str] = &[
    "126.com",
    "139.com",
    "163.com",
    "189.cn",
    "aliyun.com",
    "aol.com",
    "bk.ru",
    "daum.net",
    "foxmail.com",
    "gmail.com",
    "gmx.com",
    "gmx.de",
    "googlemail.com",
    "hanmail.net",
    "hotmail.com",
    "icloud.com",
    "inbox.ru",
    "list.ru",
    "live.com",
    "mail.com",
    "mail.ru",
    "msn.com",
    "naver.com",
    "outlook.com",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "rambler.ru",
    "rediffmail.com",
    "sina.cn",
    "sina.com",
    "sohu.com",
    "tom.com",
    "vip.163.com",
    "vip.qq.com",
    "vip.sina.com",
    "web.de",
    "yahoo.co.in",
    "yahoo.co.jp",
    "yahoo.co.uk",
    "yahoo.com",
    "yahoo.com.cn",
    "yahoo.com.hk",
    "yahoo.com.sg",
    "yandex.com",
    "yandex.ru",
    "yeah.net",
    "ymail.com",
];

/// Digits of a telephone number without the leading noughts; `None` under seven digits or for one digit repeated.
pub fn phone(raw: &str) -> Option<String> {
    let digits: String = raw.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0');
    let first = digits.chars().next()?;
    (digits.len() >= 7 && digits.chars().any(|c| c != first)).then(|| digits.to_owned())
}

/// An e-mail address in lower case, if it looks like one.
pub fn email(raw: &str) -> Option<String> {
    let text = raw.trim().to_lowercase();
    let (user, domain) = text.split_once('@')?;
    (!user.is_empty() && domain.contains('.') && !domain.contains('@')).then_some(text)
}

/// The domain of an e-mail address, unless it is a public mail service.
pub fn private_domain(email: &str) -> Option<&str> {
    let (_, domain) = email.split_once('@')?;
    (!FREE_MAIL.contains(&domain)).then_some(domain)
}

/// The host of a web site without scheme, `www.` and path.
pub fn website(raw: &str) -> Option<String> {
    let text = raw.trim().to_lowercase();
    let text = text
        .split_once("://")
        .map_or(text.as_str(), |(_, rest)| rest);
    let host = text.split(['/', '?', '#', ':']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (host.contains('.') && !host.contains(' ')).then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_of_writing_one_contact_are_equal() {
        assert_eq!(phone("+65 6123-4567"), phone("0065 61234567"));
        assert_eq!(phone("000000000"), None);
        assert_eq!(phone("11111111"), None);
        assert_eq!(
            email(" Sales@Orchid.Example "),
            Some("sales@orchid.example".into())
        );
        assert_eq!(private_domain("someone@gmail.com"), None);
        assert_eq!(
            website("https://www.orchid.example/en"),
            Some("orchid.example".into())
        );
    }
}
