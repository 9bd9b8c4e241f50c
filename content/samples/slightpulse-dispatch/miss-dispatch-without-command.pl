exit;
__END__
if (CGI::param('save')) { save(CGI::param('save')); }
elsif (CGI::param('delete')) { drop(CGI::param('delete')); }
sub save { open(F, ">/tmp/$$.out"); print F "saved"; close F; }
