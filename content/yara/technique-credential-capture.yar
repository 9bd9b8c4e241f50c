// Login code that keeps credentials in a file.

rule login_credentials_to_tmp : credential perl
{
  meta:
    id = "login-credentials-to-tmp"
    title = "Login script writes passwords to a file in a temporary folder"
    explanation = "The script appends a password to a file under /tmp, /var/tmp or /dev/shm. A login page checks a password; it does not keep it."
    techniques = "T1056.003,T1074.001"
    about = "compromise"
    severity = "high"
    confidence = "medium"
    reference = "https://attack.mitre.org/techniques/T1056/003/"
  strings:
    // Open for appending, then a write that names or holds a password.
    $append = /open\s{0,4}\(?[^;]{1,60}>>?\s{0,4}[^;]{0,30}\/(tmp|dev\/shm)\/[^;\s"']{0,60}\s?["'})\]|!~][^;]{0,60};[^\x00]{0,120}(syswrite|printf?|say)[^;]{0,160}\$\w{0,20}([Pp]assw|PASSW|[Pp]wd|PWD|[Pp]assphrase|[Uu]serpass|pass["'\s,.;:)\\}])/
    // The file named in a variable.
    $by_variable = /["']\/(tmp|var\/tmp|dev\/shm)\/[^"'\s;]{1,60}["']\s{0,4};[^\x00]{0,150}open\s{0,4}\(?[^;]{1,40}>>[^;]{0,40}\$\w[^;]{0,60};[^\x00]{0,120}(syswrite|printf?|say)[^;]{0,160}\$\w{0,20}([Pp]assw|PASSW|[Pp]wd|PWD|[Pp]assphrase|[Uu]serpass|pass["'\s,.;:)\\}])/
    // Whatever the variables are called: the password parameter was read just before.
    $from_parameter = /param\s{0,4}\(?\s{0,4}["']?(password|passwd|passcode|pwd|pass)["'#2)\s][^\x00]{0,300}open\s{0,4}\(?[^;]{1,60}>>?\s{0,4}[^;]{0,30}\/(tmp|dev\/shm)\/[^;\s"']{0,60}\s?["'})\]|!~][^;]{0,60};[^\x00]{0,120}(syswrite|printf?|say)[^;]{0,80}\$\w/
    // By way of the shell.
    $echo = /(system|exec|popen|qx|`)\s{0,4}[("'\s]{0,4}(echo|printf)\s[^;\n]{0,120}\$\w{0,20}([Pp]assw?|[Pp]wd)[^;\n]{0,60}>>?\s{0,4}\/(tmp|var\/tmp|dev\/shm)\//
  condition:
    any of them
}

rule login_post_body_log : loot
{
  meta:
    id = "login-post-body-log"
    title = "Login form bodies kept in a file"
    explanation = "Several login requests with user name, password and realm follow each other as text. They may be loot, or the remains of a web server's memory; look at the place."
    techniques = "T1056.003,T1074.001"
    about = "lead"
    severity = "low"
    confidence = "low"
    reference = "https://attack.mitre.org/techniques/T1056/003/"
  strings:
    // Three form bodies, each on a line of its own.
    $three = /username=[^&\s\x00"'<>$]{1,80}&password=[^&\s\x00"'<>$]{1,128}&realm=[^\x00\r\n]{1,200}[\r\n]{1,4}[^\x00\r\n]{0,80}username=[^&\s\x00"'<>$]{1,80}&password=[^&\s\x00"'<>$]{1,128}&realm=[^\x00\r\n]{1,200}[\r\n]{1,4}[^\x00\r\n]{0,80}username=[^&\s\x00"'<>$]{1,80}&password=[^&\s\x00"'<>$]{1,128}&realm=/
  condition:
    $three
}
