exit;
__END__
my $id = CGI::param('id');
my $row = eval { $db->row($id) };
print "not found" if $@;
