// LIGHTWIRE: a few lines of Perl in a vendor CGI: base64 and RC4 undone, the result evaluated. Facts: ATT&CK S1119; the
// features published in January 2024 (Crypt::RC4, decode_base64 of a CGI parameter, eval, the text of its error).

rule lightwire_eval : webshell perl
{
  meta:
    id = "lightwire-eval"
    title = "Perl CGI decrypts a request parameter with RC4 and evaluates it"
    explanation = "A request parameter is base64-decoded, decrypted with RC4 and run as Perl. Whoever knows the key runs any code; no vendor page does this."
    family = "LIGHTWIRE"
    actors = "UNC5221,UTA0178"
    techniques = "T1505.003,T1573.001,T1140"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://attack.mitre.org/software/S1119/"
  strings:
    $rc4 = "Crypt::RC4"
    $decode = /decode_base64|Base64::decode\b/
    // param("x"), CGI::param('x'), $q->param($x), param(q{x})
    $param = /(\b|_)param\s{0,8}\(\s{0,12}["'$q-]/
    // eval of a value, not of a block: eval $x; eval($x); eval "$x"
    $eval_value = /\beval\s{0,8}([("]{0,3}|\(?\s{0,4}qq\W)\s{0,4}\$[A-Za-z_{]/
    // eval straight of the decrypted text
    $eval_rc4 = /\beval\s{0,8}\(?\s{0,4}(\$\w{1,40}\s{0,4}->\s{0,4})?RC4\s{0,4}\(/
    // eval of what a chained constructor decrypts
    $eval_chain = /\beval\s{0,8}\(?\s{0,4}(new\s{1,4})?Crypt::RC4\b/
  condition:
    for any i in (1..#decode) : (
      $param in (@decode[i] - 800..@decode[i] + 200) and
      $rc4 in (@decode[i] - 10240..@decode[i] + 600) and
      any of ($eval_*) in (@decode[i] - 300..@decode[i] + 1000)
    )
}
