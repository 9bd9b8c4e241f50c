// BUSHWALK: Perl in querymanifest.cgi that takes base64 and RC4 commands; a later form is switched on and off by the
// user agent through DSUserAgentCap.pm. Facts: ATT&CK S1118. Recalled only, and so of little weight: the parameter
// "platform" and values that begin with SafariiOS.

rule bushwalk_encrypted_command : webshell perl
{
  meta:
    id = "bushwalk-encrypted-command"
    title = "Perl CGI decrypts its parameter \"platform\" and runs the result"
    explanation = "The parameter \"platform\" is base64-decoded, decrypted with RC4 and used for a command or a file, as BUSHWALK does. The parameter name is recalled from public reporting and not confirmed."
    family = "BUSHWALK"
    actors = "UNC5221,UNC5325"
    techniques = "T1505.003,T1140,T1105"
    about = "compromise"
    severity = "critical"
    confidence = "medium"
    reference = "https://attack.mitre.org/software/S1118/"
  strings:
    $agent = "SafariiOS"
    $param = /(\b|_)param\s{0,8}\(\s{0,8}(-name\s{0,3}=>\s{0,3})?(["']|qq?[{(\/|\[])platform\b/
    $decode = /decode_base64|Base64::decode\b/
    // a key schedule's swap, or the module
    $rc4 = /\b(RC4|rc4)[^\w]|%\s{0,4}256[^\w]/
    $act_call = /\b(system|exec|popen|open)\s{0,8}[("'$]/
    $act_quote = /\bqx[({\[<\/|!~#][\t-\r -~]/
    $act_tick = /= `(\$|[\t -_a-~][^`\n]{0,79}\$)/
    $act_print = /\b(print|return)\s?\(?`[^`\n]{0,80}\$/
  condition:
    for any i in (1..#decode) : (
      any of ($agent, $param) in (@decode[i] - 1500..@decode[i] + 1500) and
      $rc4 in (@decode[i] - 4000..@decode[i] + 2500) and
      any of ($act_*) in (@decode[i]..@decode[i] + 2500)
    )
}

rule bushwalk_agent_switch : webshell perl
{
  meta:
    id = "bushwalk-agent-switch"
    title = "Perl module changes querymanifest.cgi according to the user agent"
    explanation = "A module that classifies user agents has no reason to copy, move or edit a CGI. BUSHWALK was switched on and off in this way, so that the CGI itself looks like the vendor's while it is off."
    family = "BUSHWALK"
    actors = "UNC5221,UNC5325"
    techniques = "T1205,T1027,T1554"
    about = "compromise"
    severity = "high"
    confidence = "medium"
    reference = "https://attack.mitre.org/software/S1118/"
  strings:
    // as constants, variables and methods spell it; four fixed letters that are rarer than "user"
    $agent = /HTTP_USER_AGENT|\b[uU](se|SE)[rR]_?[aA](gent|GENT)\b/
    // a command or a file operation whose argument is the CGI; the long name keeps the search quick
    $change = /(\b(system|exec|qx|rename|copy|move|unlink|utime)\b|\bopen\b[^;]{0,60}>|`[^`\n]{0,60}\b(cp|mv|sed|touch|mount)\b)[^;`]{0,200}querymanifest\.cgi/
  condition:
    for any i in (1..#change) : (
      $agent in (@change[i] - 2500..@change[i] + 1500)
    )
}
