// ATRIUM: a few Perl lines inserted in a vendor CGI that run one request parameter as a shell command, and the
// installer lines that insert them again after an upgrade.
// Facts: public countermeasures of April 2021, file hashes published with them, MITRE ATT&CK G1023.

rule atrium_parameter_command : webshell perl
{
  meta:
    id = "atrium-parameter-command"
    title = "Perl CGI answers with the output of a request parameter run as a shell command"
    explanation = "The script tests a request parameter, prints a plain no-cache HTML header of its own, and hands the parameter to the shell. No page of the appliance does this."
    family = "ATRIUM"
    actors = "UNC2630"
    techniques = "T1505.003,T1059.004"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://attack.mitre.org/groups/G1023/"
  strings:
    // The order of the published sample: parameter test, no-cache line, text/html line, copy of a parameter, command.
    $block = /(\b(multi_|url_)?param\s{0,4}\(\s{0,12}["'$A-Za-z_-]|(::|->)\s{0,4}param\s{1,4}["'])[^\x00]{0,200}(no-cache|no-store)[^\x00]{0,200}text\/(html|plain)[^\x00]{0,200}param[^;]{1,120}(;[^\x00]{0,150})?([^\w>:$@%.](CORE::)?(system|exec)\s{0,4}\(?\s{0,4}(["']|qq\W)?\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?(\s{0,3}[0-9]?[>|&]{1,2}[^;"'`\n]{0,60})?["']?\s{0,4}[;)}|]|popen\s{0,4}\(?[^;\n]{0,40}\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?|qx\s{0,4}[({\[<\/|!~#]\s{0,4}\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?|([=(,;{.?:]\s{0,8}|\b(print|return|say|chomp|scalar)[^`;\n]{0,20})`\s{0,4}\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?([^\w`\n(-][^`\n]{0,60}|-[^`\n>][^`\n]{0,60})?`|open\s{0,4}\(?[^;\n]{1,40},\s{0,4}["']?\s{0,3}\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?[^;\n]{0,20}\|\s{0,3}["']|open\s{0,4}\(?[^;\n]{1,40},\s{0,4}["'](-\||\|-)["']\s{0,4},\s{0,4}["']?\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?|["']-c["']\s{0,4},\s{0,4}["']?\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?)/
    // The same with the parameter handed over directly.
    $direct = /(\b(multi_|url_)?param\s{0,4}\(\s{0,12}["'$A-Za-z_-]|(::|->)\s{0,4}param\s{1,4}["'])[^\x00]{0,200}(no-cache|no-store)[^\x00]{0,200}text\/(html|plain)[^\x00]{0,200}[^\w>:.$](system|exec|popen)\s{0,4}\(?[^;\n]{0,60}param/
    // The two header lines in the other order.
    $swapped = /(\b(multi_|url_)?param\s{0,4}\(\s{0,12}["'$A-Za-z_-]|(::|->)\s{0,4}param\s{1,4}["'])[^\x00]{0,200}text\/(html|plain)[^\x00]{0,200}(no-cache|no-store)[^\x00]{0,200}param[^;]{1,120}(;[^\x00]{0,150})?([^\w>:$@%.](CORE::)?(system|exec)\s{0,4}\(?\s{0,4}(["']|qq\W)?\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?(\s{0,3}[0-9]?[>|&]{1,2}[^;"'`\n]{0,60})?["']?\s{0,4}[;)}|]|popen\s{0,4}\(?[^;\n]{0,40}\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?|qx\s{0,4}[({\[<\/|!~#]\s{0,4}\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?|([=(,;{.?:]\s{0,8}|\b(print|return|say|chomp|scalar)[^`;\n]{0,20})`\s{0,4}\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?([^\w`\n(-][^`\n]{0,60}|-[^`\n>][^`\n]{0,60})?`|open\s{0,4}\(?[^;\n]{1,40},\s{0,4}["']?\s{0,3}\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?[^;\n]{0,20}\|\s{0,3}["']|open\s{0,4}\(?[^;\n]{1,40},\s{0,4}["'](-\||\|-)["']\s{0,4},\s{0,4}["']?\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?|["']-c["']\s{0,4},\s{0,4}["']?\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?)/
  condition:
    any of them
}

rule atrium_patcher : persistence shell
{
  meta:
    id = "atrium-patcher"
    title = "sed command inserts a parameter-running web shell into a CGI script"
    explanation = "One in-place sed command carries a Perl block that reads a request parameter and runs it. It re-installs the ATRIUM web shell when the appliance is upgraded."
    family = "ATRIUM"
    actors = "UNC2630"
    techniques = "T1554,T1505.003"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://attack.mitre.org/groups/G1023/"
  strings:
    // sed in place, then the whole block as insertion text. Quotes and line breaks may be escaped. The parameter is looked
    // for inside what matched: within the one pattern, the engine would try it at every "param" of every document.
    $insert = /\bsed\s{1,4}(-\S{1,12}\s{1,4}){0,3}(-[a-zA-Z]{0,4}i|--in-place)[^\x00]{1,1000}[^\w](system|exec|popen|eval|qx)[\s({\\"'$]/
    $param = /param\s{0,4}\\{0,3}[(\s"'\\]/
  condition:
    for any i in (1..#insert) : ($param in (@insert[i]..@insert[i] + !insert[i]))
}
