// WARPWIRE: JavaScript added to a script of the login page. It reads the form frmLogin, base64-encodes user name and
// password and sends them away. Facts: ATT&CK S1116 and the features published in January 2024.

rule warpwire_login_capture : credentials javascript
{
  meta:
    id = "warpwire-login-capture"
    title = "Login page script encodes the typed password and sends it by itself"
    explanation = "The script reads the password field of the login form, base64-encodes it and starts a request of its own. The vendor's page only submits the form."
    family = "WARPWIRE"
    actors = "UNC5221,UTA0178"
    techniques = "T1056.003,T1059.007,T1132.001"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://attack.mitre.org/software/S1116/"
  strings:
    // the vendor's login form
    $form = "frmLogin"
    // .password.value, ["password"].value, password').value
    $password = /\bpassw(or)?d["'\]) ]{0,6}\.\s{0,4}(value\b|val\s{0,4}\()/
    $encode = /\b(btoa|encode64|base64_?encode|Base64\s{0,2}\.\s{0,2}(encode|btoa))\s{0,4}\(/ nocase
    $send = /XMLHttpRequest|\bfetch\s{0,4}\(|\bsendBeacon\b|new\s{1,4}Image\b|\$\.(ajax|get|post)\s{0,4}\(/
  condition:
    for any i in (1..#encode) : (
      $form in (@encode[i] - 2500..@encode[i] + 2500) and
      $password in (@encode[i] - 2000..@encode[i] + 2000) and
      $send in (@encode[i] - 2000..@encode[i] + 2000)
    )
}
