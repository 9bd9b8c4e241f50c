// WIREFIRE (GIFTEDVISITOR): Python added to visits.py of the CAV package. A POST body that pretends to be a GIF is
// decoded, decrypted, inflated and run. Facts: ATT&CK S1115 and the features published in January 2024.
// Python keeps names as short strings: type byte, length, text. That is how the compiled module is recognised.

rule wirefire_gif_payload : webshell python
{
  meta:
    id = "wirefire-gif-payload"
    title = "Python web resource runs code hidden behind a GIF header"
    explanation = "Request data that begins with GIF is base64-decoded, inflated and executed. An image handler inflates images; it never executes them."
    family = "WIREFIRE"
    actors = "UNC5221,UTA0178"
    techniques = "T1505.003,T1140,T1132.001,T1573.001"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://attack.mitre.org/software/S1115/"
  strings:
    // startswith("GIF"), find(b'GIF'), re.match("^GIF")
    $test_call = /(startswith|find|index|match)\s{0,4}\(\s{0,4}[rbu]{0,2}["']\^?GIF/
    // data[:3] == "GIF"
    $test_slice = /:\s{0,4}[346]\s{0,4}\]\s{0,4}(==|!=|in)\s{0,4}\(?[rbu]{0,2}["']GIF/
    $inflate = "decompress"
    $decode = "b64decode"
    $run = /\b(exec|eval)\s{0,4}\(\s{0,4}\w/
    // the same words as names in a compiled module
    $py_gif = { (5A | 7A | DA | FA) 03 47 49 46 }
    // and as a bytes constant, before the type byte of the next one
    $py_gif_bytes = { (73 03 00 00 00 | F3 03 00 00 00) 47 49 46 (28 | 29 | 2E | 41 | 46 | 4E | 54 | 5A | 61 | 63 | 67 | 69 | 6C | 72 | 73 | 74 | 75 | 79 | 7A | A8 | A9 | C1 | DA | E1 | E3 | E7 | E9 | EC | F3 | F4 | F5 | F9 | FA) }
    $py_inflate = { (5A | 7A | DA | FA) 0A 64 65 63 6F 6D 70 72 65 73 73 }
    $py_decode = { (5A | 7A | DA | FA) 09 62 36 34 64 65 63 6F 64 65 }
    $py_run = { (5A | 7A | DA | FA) 04 (65 78 65 63 | 65 76 61 6C) }
  condition:
    for any i in (1..#test_call) : (
      $run in (@test_call[i] - 2500..@test_call[i] + 3000) and
      $inflate in (@test_call[i] - 2500..@test_call[i] + 3000) and
      $decode in (@test_call[i] - 2500..@test_call[i] + 3000)
    ) or
    for any i in (1..#test_slice) : (
      $run in (@test_slice[i] - 2500..@test_slice[i] + 3000) and
      $inflate in (@test_slice[i] - 2500..@test_slice[i] + 3000) and
      $decode in (@test_slice[i] - 2500..@test_slice[i] + 3000)
    ) or
    for any i in (1..#py_gif) : (
      $py_run in (@py_gif[i] - 4096..@py_gif[i] + 4096) and
      $py_inflate in (@py_gif[i] - 4096..@py_gif[i] + 4096) and
      $py_decode in (@py_gif[i] - 4096..@py_gif[i] + 4096)
    ) or
    for any i in (1..#py_gif_bytes) : (
      $py_run in (@py_gif_bytes[i] - 4096..@py_gif_bytes[i] + 4096) and
      $py_inflate in (@py_gif_bytes[i] - 4096..@py_gif_bytes[i] + 4096) and
      $py_decode in (@py_gif_bytes[i] - 4096..@py_gif_bytes[i] + 4096)
    )
}
