// Perl CGI that runs what a request says. Techniques of no one family: whoever writes the next web shell does this too.
// An assignment or test of a request value, then within a few lines a command made of a bare variable. Commands with a
// fixed program and quoted arguments ("/usr/bin/whois $name") are left alone on purpose: they are common in good CGIs.

rule cgi_parameter_command : webshell perl
{
  meta:
    id = "cgi-parameter-command"
    title = "Perl CGI hands a request parameter to the shell"
    explanation = "A request parameter is copied to a variable and a bare variable is run as a command a few lines later, or the parameter is run directly. Whoever can send the request runs commands."
    techniques = "T1505.003,T1059.004"
    about = "compromise"
    severity = "high"
    confidence = "medium"
    reference = "https://attack.mitre.org/techniques/T1505/003/"
  strings:
    // $x = ...param('name')...; then system($x), exec, popen, qx, backticks, a pipe open, or sh -c.
    // Backticks stand where Perl expects a value and hold no method call: documentation quotes code with them as well.
    $flow = /\$\w{1,40}[^=;\n]{0,20}=\s{0,8}[^;=]{0,80}(\b(multi_|url_)?param\s{0,4}\(\s{0,12}["'$A-Za-z_-]|(::|->)\s{0,4}param\s{1,4}["'])[^;{]{0,120}([;{][^\x00]{0,160})?([^\w>:$@%.](CORE::)?(system|exec)\s{0,4}\(?\s{0,4}(["']|qq\W)?\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?(\s{0,3}[0-9]?[>|&]{1,2}[^;"'`\n]{0,60})?["']?\s{0,4}[;)}|]|popen\s{0,4}\(?[^;\n]{0,40}\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?|qx\s{0,4}[({\[<\/|!~#]\s{0,4}\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?|([=(,;{.?:]\s{0,8}|\b(print|return|say|chomp|scalar)[^`;\n]{0,20})`\s{0,4}\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?([^\w`\n(-][^`\n]{0,60}|-[^`\n>][^`\n]{0,60})?`|open\s{0,4}\(?[^;\n]{1,40},\s{0,4}["']?\s{0,3}\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?[^;\n]{0,20}\|\s{0,3}["']|open\s{0,4}\(?[^;\n]{1,40},\s{0,4}["'](-\||\|-)["']\s{0,4},\s{0,4}["']?\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?|["']-c["']\s{0,4},\s{0,4}["']?\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?)/
    // system(param('name')), also joined with text; a pipe open of a parameter; backticks around @{[ param ]}.
    $direct = /[^\w>:$@%.](system|exec|popen)\s{0,4}[(\s"'$][^;\n]{0,80}(->|::|[\s.(,])(\b(multi_|url_)?param\s{0,4}\(\s{0,12}["'$A-Za-z_-]|(::|->)\s{0,4}param\s{1,4}["'])/
    $pipe = /[^\w>:$@%.]open\s{0,4}(([(*$\\A-Z]|["']\w|(my|our|local)\b)[^;\n]{0,40}|\w{1,20}\s{0,4}),[^;\n]{0,60}(\b(multi_|url_)?param\s{0,4}\(\s{0,12}["'$A-Za-z_-]|(::|->)\s{0,4}param\s{1,4}["'])[^;\n]{0,40}\|/
    $ticks = /`[^`\n]{0,60}@\{\s?\[[^`\n]{0,40}param\s{0,4}\(/
  condition:
    any of them
}

rule cgi_form_value_command : webshell perl
{
  meta:
    id = "cgi-form-value-command"
    title = "Perl CGI with its own form parser runs a form value"
    explanation = "The script decodes the request by itself and hands one of the form values to the shell. Whoever can send the request runs commands."
    techniques = "T1505.003,T1059.004"
    about = "compromise"
    severity = "high"
    confidence = "medium"
    reference = "https://attack.mitre.org/techniques/T1505/003/"
  strings:
    // Home-made URL decoding: pack("C", hex($1)) or chr(hex($1)).
    $decode = /(pack\s{0,4}\(?\s{0,4}(["']|q\W)[cC]\W\s{0,4},\s{0,4}hex\s{0,4}\(?\s{0,4}["']?\$1|chr\s?\(\s?hex\s?\(?\s{0,4}["']?\$1|chr hex\s{0,4}\(?\s{0,4}["']?\$1)/
    // A command made of nothing but a form value: system($FORM{'cmd'}); or the value copied to a variable first.
    $run = /[^\w>:.](system|exec|popen)\s{0,4}\(?\s{0,4}(\*?\w{1,20}\s{0,3},\s{0,3})?["']?\$\w{1,30}(->)?\{\s{0,3}["']?\w{1,30}["']?\s{0,3}\}["']?(\s{0,3}[0-9]?[>|&]{1,2}[^;"'`\n]{0,60})?\s{0,4}[;)},|]/
    $copied = /\$\w{1,30}\s{0,4}=\s{0,4}[^;{]{0,60}\$\w{1,30}(->)?\{\s{0,3}["']?\w{1,30}["']?\s{0,3}\}\s{0,4};[^\x00]{0,100}[^\w>:.](system|exec|popen)["'(\s]{0,4}\$\w{1,40}["']?(\s{0,3}[0-9]?[>|&]{1,2}[^;"'`\n]{0,60})?\s{0,3}[;)}|]/
    // Backticks and qx have too little text of their own to look for; they are tied to the decoding.
    $decode_ticks = /(pack\s{0,4}\(?\s{0,4}(["']|q\W)[cC]\W\s{0,4},\s{0,4}hex\s{0,4}\(?\s{0,4}["']?\$1|chr\s?\(\s?hex\s?\(?\s{0,4}["']?\$1|chr hex\s{0,4}\(?\s{0,4}["']?\$1)[^\x00]{0,800}([^\w]qx\s{0,4}[({\[<\/|!~#]|`)\s{0,4}\$\w{1,30}(->)?\{\s{0,3}["']?\w{1,30}["']?\s{0,3}\}(\s{0,3}[0-9]?[>|&]{1,2}[^;"'`\n]{0,60})?\s{0,3}[`)}|\/!]/
    $ticks_decode = /([^\w]qx\s{0,4}[({\[<\/|!~#]|`)\s{0,4}\$\w{1,30}(->)?\{\s{0,3}["']?\w{1,30}["']?\s{0,3}\}(\s{0,3}[0-9]?[>|&]{1,2}[^;"'`\n]{0,60})?\s{0,3}[`)}|\/!][^\x00]{0,800}(pack\s{0,4}\(?\s{0,4}(["']|q\W)[cC]\W\s{0,4},\s{0,4}hex\s{0,4}\(?\s{0,4}["']?\$1|chr\s?\(\s?hex\s?\(?\s{0,4}["']?\$1|chr hex\s{0,4}\(?\s{0,4}["']?\$1)/
  condition:
    $decode_ticks or $ticks_decode or for any i in (1..#decode) : (
      $run in (@decode[i] - 3000 .. @decode[i] + 3000) or $copied in (@decode[i] - 3000 .. @decode[i] + 3000)
    )
}

rule cgi_header_command : webshell perl
{
  meta:
    id = "cgi-header-command"
    title = "Perl CGI runs the value of a custom request header"
    explanation = "The value of an X- request header reaches the shell or eval a few lines later. Headers are not kept in the web log, which makes them a favourite of intruders."
    techniques = "T1505.003,T1059.004"
    about = "compromise"
    severity = "high"
    confidence = "medium"
    reference = "https://attack.mitre.org/techniques/T1505/003/"
  strings:
    // $x = ...$ENV{HTTP_X_...}...; then a bare variable is run or evaluated.
    $flow = /\$\w{1,40}[^=;\n]{0,20}=[^;]{0,80}HTTP_X_\w{2,30}["']?\s{0,3}\}[^;]{0,60}(;[^\x00]{0,200})?(([^\w>:$@%.](CORE::)?(system|exec)\s{0,4}\(?\s{0,4}["']?\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?(\s{0,3}[0-9]?[>|&]{1,2}[^;"'`\n]{0,60})?["']?\s{0,4}[;)}|]|popen\s{0,4}\(?[^;\n]{0,40}\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?|qx\s{0,4}[({\[<\/|!~#]\s{0,4}\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?|([=(,;{.?:]\s{0,8}|\b(print|return|say|chomp|scalar)[^`;\n]{0,20})`\s{0,4}\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?([^\w`\n(-][^`\n]{0,60}|-[^`\n>][^`\n]{0,60})?`|open\s{0,4}\(?[^;\n]{1,40},\s{0,4}["']?\s{0,3}\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?[^;\n]{0,20}\|\s{0,3}["']|open\s{0,4}\(?[^;\n]{1,40},\s{0,4}["'](-\||\|-)["']\s{0,4},\s{0,4}["']?\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?|["']-c["']\s{0,4},\s{0,4}["']?\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?)|[^\w>:.]eval\s{0,4}[(]?\s{0,4}["']?\$\w{1,40}["']?\s{0,4}[;)}])/
    // $cgi->http('X-Name') and the environment, handed over directly.
    $direct = /[^\w>:$@%.](system|exec|popen|eval)\s{0,4}[(\s"'$][^;\n]{0,80}HTTP_X_\w{2,30}/
    $method = /\$\w{1,40}[^=;\n]{0,20}=[^;]{0,60}->\s{0,4}(http|header)\s{0,4}\(\s{0,4}["']X[-_]\w[^;]{0,60}(;[^\x00]{0,200})?([^\w>:$@%.](CORE::)?(system|exec)\s{0,4}\(?\s{0,4}["']?\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?(\s{0,3}[0-9]?[>|&]{1,2}[^;"'`\n]{0,60})?["']?\s{0,4}[;)}|]|popen\s{0,4}\(?[^;\n]{0,40}\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?|qx\s{0,4}[({\[<\/|!~#]\s{0,4}\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?|([=(,;{.?:]\s{0,8}|\b(print|return|say|chomp|scalar)[^`;\n]{0,20})`\s{0,4}\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?([^\w`\n(-][^`\n]{0,60}|-[^`\n>][^`\n]{0,60})?`|open\s{0,4}\(?[^;\n]{1,40},\s{0,4}["']?\s{0,3}\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?[^;\n]{0,20}\|\s{0,3}["']|open\s{0,4}\(?[^;\n]{1,40},\s{0,4}["'](-\||\|-)["']\s{0,4},\s{0,4}["']?\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?|["']-c["']\s{0,4},\s{0,4}["']?\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?)/
  condition:
    any of them
}

rule cgi_parameter_eval : webshell perl
{
  meta:
    id = "cgi-parameter-eval"
    title = "Perl CGI evaluates a request parameter as code"
    explanation = "A request parameter, decoded or not, is handed to Perl's eval. Whoever can send the request runs any code inside the web server."
    techniques = "T1505.003,T1140"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://attack.mitre.org/techniques/T1505/003/"
  strings:
    // eval of the parameter itself, perhaps through a decoder.
    $direct = /[^\w>:$@%.]eval\s{0,4}[\s("']\s{0,4}[^;{}\n]{0,80}(->|::|[\s.(,])(\b(multi_|url_)?param\s{0,4}\(\s{0,12}["'$A-Za-z_-]|(::|->)\s{0,4}param\s{1,4}["'])/
    // The parameter in a variable, perhaps decoded, then eval of a bare variable.
    $flow = /\$\w{1,40}[^=;\n]{0,20}=\s{0,8}[^;=]{0,80}(\b(multi_|url_)?param\s{0,4}\(\s{0,12}["'$A-Za-z_-]|(::|->)\s{0,4}param\s{1,4}["'])[^;{]{0,120}[;{]([^\x00]{0,200}[^\w>:$@%.])?eval\s{0,4}\(?\s{0,4}["']?\$[A-Za-z_]\w{0,40}["']?\s{0,4}[;)}]/
    // eval of a decoder's result over the variable.
    $decoded = /\$\w{1,40}[^=;\n]{0,20}=\s{0,8}[^;=]{0,80}(\b(multi_|url_)?param\s{0,4}\(\s{0,12}["'$A-Za-z_-]|(::|->)\s{0,4}param\s{1,4}["'])[^;{]{0,120}[;{]([^\x00]{0,200}[^\w>:$@%.])?eval\s{0,4}[\s("']\s{0,4}[^;{}\n]{0,40}(decode_base64|unpack|pack|uncompress|RC4|rc4|decrypt)\s{0,4}\(/
  condition:
    any of them
}
