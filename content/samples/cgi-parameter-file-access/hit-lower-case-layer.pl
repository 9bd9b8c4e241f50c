exit;
__END__
my $where = CGI::param( 'where' );
open f , '<:raw' , $where;
print while (<f>); print $_;
local $/; print <f>;
